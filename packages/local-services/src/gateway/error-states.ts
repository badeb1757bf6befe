// SQLSTATE of the engine : MongoDB code : name. Each was found by provoking the error.
const TABLE = `
M0001:2:BadValue M0003:9:FailedToParse M0004:14:TypeMismatch M0008:26:NamespaceNotFound M0009:27:IndexNotFound
M000A:28:PathNotViable M000D:40:ConflictingUpdateOperators M000E:43:CursorNotFound M000F:48:NamespaceExists
M000M:66:ImmutableField M000N:67:CannotCreateIndex M000P:72:InvalidOptions M000Q:73:InvalidNamespace
M000R:85:IndexOptionsConflict M000S:86:IndexKeySpecsConflict M000U:115:CommandNotSupported
M000Z:166:CommandNotSupportedOnView M0012:197:InvalidIndexSpecificationOption M0015:241:ConversionFailure
M001C:11000:DuplicateKey M001M:15955:Location15955 M002D:16766:Location16766 M0035:17194:Location17194
M0037:17276:Location17276 M0049:28747:Location28747 M005E:31325:Location31325 M007U:40324:Location40324
M009H:51091:Location51091 M00BD:5107201:Location5107201 M00BU:5439012:Location5439012
M00CO:121:DocumentValidationFailure M00DO:16:InvalidLength 23505:11000:DuplicateKey 23P01:11000:DuplicateKey
40001:112:WriteConflict 40P01:112:WriteConflict 55P03:112:WriteConflict 57014:50:MaxTimeMSExpired
53100:14031:OutOfDiskSpace 53200:146:ExceededMemoryLimit 54000:10334:BSONObjectTooLarge`;

/** The engine's error states with their MongoDB codes and names. */
export const engineStates = new Map(
  TABLE.trim()
    .split(/\s+/)
    .map((entry) => entry.split(':'))
    .map(([state = '', code, codeName = '']) => [state, { code: Number(code), codeName }]),
);
