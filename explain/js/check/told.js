// What the self-check shows, for callers outside of the script: tests.

// Of a request what a page shows, or { error, errors }.
FACE.told = (program, request, name, words) =>
  orRefused(() => {
    const answers = evaluate(program, { ...request, only: [name] });
    return outcomeView(answers, program.names.get(name) ?? name, words);
  });
