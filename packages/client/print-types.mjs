import ts from 'typescript-api';

/** Types of the language itself, which every project has. */
const GLOBALS = new Set([
  'Date',
  'AsyncIterable',
  'AsyncIterator',
  'AsyncGenerator',
  'Promise',
  'Uint8Array',
  'Map',
  'Set',
]);

const isIdentifier = (name) => /^[A-Za-z_$][\w$]*$/.test(name);
const keyOf = (name) => (isIdentifier(name) ? name : JSON.stringify(name));

/** Writes a type out in full, so that it refers to nothing but the language. One that contains itself gets a name. */
function createPrinter(checker) {
  const inside = [];
  const names = new Map();
  const named = [];

  const union = (types) => {
    const isBoolean = (type) => (type.flags & ts.TypeFlags.BooleanLiteral) !== 0;
    const others = types.filter((type) => !isBoolean(type));
    const printed = others.map((type) => {
      const text = print(type);
      return text.includes('=>') ? `(${text})` : text;
    });
    if (types.filter(isBoolean).length === 2) printed.push('boolean');
    else printed.push(...types.filter(isBoolean).map((type) => print(type)));
    return [...new Set(printed)].join(' | ');
  };

  const object = (type) => {
    const members = checker.getPropertiesOfType(type).flatMap((property) => {
      // the marks by which libraries tell their types apart
      if (property.name.startsWith('__@')) return [];
      const optional = (property.flags & ts.SymbolFlags.Optional) !== 0;
      const of = checker.getTypeOfSymbol(property);
      const given = optional && !(of.flags & ts.TypeFlags.Unknown) ? checker.getNonNullableType(of) : of;
      const text = print(optional && allowsNull(of) ? of : given);
      return [`${keyOf(property.name)}${optional ? '?' : ''}: ${withoutUndefined(text, optional)};`];
    });
    const indexes = checker
      .getIndexInfosOfType(type)
      .map(({ keyType, type: value }) => `[key: ${print(keyType)}]: ${print(value)};`);
    const all = [...indexes, ...members];
    return all.length === 0 ? '{}' : `{ ${all.join(' ')} }`;
  };

  const allowsNull = (type) => type.isUnion() && type.types.some(({ flags }) => (flags & ts.TypeFlags.Null) !== 0);
  const withoutUndefined = (text, optional) =>
    optional ? text.replace(/ \| undefined$/, '').replace(/^undefined \| /, '') : text;

  const reference = (type, name) => {
    const given = checker.getTypeArguments(type).map((argument) => print(argument));
    return given.length > 0 ? `${name}<${given.join(', ')}>` : name;
  };

  function structure(type) {
    if (type.isUnion()) return union(type.types);
    const name = type.symbol?.name;
    if (checker.isTupleType(type)) return `[${checker.getTypeArguments(type).map(print).join(', ')}]`;
    if (checker.isArrayType(type)) return `Array<${print(checker.getTypeArguments(type)[0])}>`;
    if (GLOBALS.has(name)) return name === 'Date' ? name : reference(type, name);
    return object(type);
  }

  function print(type) {
    const { flags } = type;
    if (flags & ts.TypeFlags.Any) return 'unknown';
    if (flags & (ts.TypeFlags.Intrinsic | ts.TypeFlags.Literal) && !type.isUnion()) {
      return checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation);
    }
    if (inside.includes(type) && !names.has(type)) names.set(type, `Recursive${names.size + 1}`);
    if (names.has(type)) return names.get(type);
    inside.push(type);
    const text = structure(type);
    inside.pop();
    if (!names.has(type)) return text;
    named.push(`type ${names.get(type)} = ${text};\n`);
    return names.get(type);
  }

  return { print, named };
}

/** The exported types of a module as declarations that stand alone. */
export function printTypes(program, file) {
  const checker = program.getTypeChecker();
  const { print, named } = createPrinter(checker);
  const module = checker.getSymbolAtLocation(program.getSourceFile(file));
  const exported = checker.getExportsOfModule(module).map((symbol) => {
    const comment = ts.displayPartsToString(symbol.getDocumentationComment(checker));
    const type = print(checker.getDeclaredTypeOfSymbol(symbol));
    return `${comment ? `/** ${comment} */\n` : ''}export type ${symbol.name} = ${type};\n`;
  });
  return [...exported, ...named].join('\n');
}
