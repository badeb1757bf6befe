/** A small select, in the line of filters over a list. */
export const selectClass = 'h-7 min-w-0 rounded-md border border-edge/70 bg-panel px-1.5 text-xs text-text';

type Props = {
  label: string;
  value: string;
  options: readonly { value: string; text: string }[];
  onChange: (value: string) => void;
};

/** One of some texts. */
export const Select = ({ label, value, options, onChange }: Props) => (
  <select aria-label={label} value={value} onChange={(event) => onChange(event.target.value)} className={selectClass}>
    {options.map((option) => (
      <option key={option.value} value={option.value}>
        {option.text}
      </option>
    ))}
  </select>
);
