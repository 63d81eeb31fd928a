/** What is wrong with a field, under it; takes no room while nothing is. */
export function FieldProblem({ text, id }: { text: string | undefined; id?: string }) {
  if (text === undefined) return null;
  return (
    <p className="templates-problem" role="alert" id={id}>
      {text}
    </p>
  );
}
