class Misuse(Exception):
    """Why there is no call: no such function, or the arguments do not fit."""


class Output:
    """Standard output that knows whether its last line is complete."""

    def __init__(self, stream):
        self._stream = stream
        self.is_complete = True

    def write(self, text):
        if text:
            self.is_complete = text.endswith("\n")
        return self._stream.write(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def __getattr__(self, name):
        return getattr(self._stream, name)


# What JSON has for a type. A parameter of another type takes JSON or text.
JSON_TYPES = {"int": (int,), "float": (int, float), "bool": (bool,)}
JSON_TYPES |= dict.fromkeys("list List tuple Tuple set Set frozenset Sequence Iterable Collection".split(), (list,))
JSON_TYPES |= dict.fromkeys("dict Dict Mapping MutableMapping".split(), (dict,))


class Parameter:
    """A parameter of a function, as the command line has it."""

    def __init__(self, parameter, annotation):
        self.name = parameter.name
        self.kind = parameter.kind.name
        self.is_required = parameter.default is parameter.empty and not self.kind.startswith("VAR_")
        self.default = parameter.default
        # unitPrice and unit_price are --unit-price.
        self.option = "--" + re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", self.name).replace("_", "-").lower()
        # Annotations are read, and never evaluated.
        text = re.sub(r"^Optional\[(.*)\]$", r"\1 | None", annotation.replace("typing.", ""))
        types = [part for part in re.split(r"\s*\|\s*(?![^\[]*\])", text) if part != "None"]
        is_choice = re.fullmatch(r"""Literal\[\s*(['"])[^'"]*\1(\s*,\s*(['"])[^'"]*\3)*\s*\]""", types[0])
        self.type = "str" if is_choice else "" if len(types) > 1 else types[0].partition("[")[0].rpartition(".")[2]
        if not annotation and isinstance(parameter.default, bool):
            self.type = "bool"
        self.takes = "text" if text == "str" else annotation.replace("typing.", "") or self.type or "JSON or text"
        self.may_be_null = "None" in text or parameter.default is None

    def named(self, option):
        """One of those that a function takes by any name."""
        import copy

        named = copy.copy(self)
        named.name, named.option = option[2:].replace("-", "_"), option
        return named

    def read(self, text):
        """The value for a text of the command line."""
        if text.startswith("@text:"):
            return text[6:]
        is_json = text.startswith("@json:")
        if self.type == "str" and not is_json and not (len(text) > 1 and text[0] == text[-1] == '"'):
            return text
        try:
            value = parse(text[6:] if is_json else text)
        except ValueError as error:
            if not is_json and self.type not in JSON_TYPES:
                return text
            raise Misuse(f"{self.option} takes {self.takes} as JSON, and this is none: {text} ({error})") from None
        allowed = JSON_TYPES.get(self.type)
        if is_json or not allowed or type(value) in allowed or value is None and self.may_be_null:
            return value
        raise Misuse(f"{self.option} takes {self.takes}, not {text}")


def parse(text):
    """The value of a JSON text."""

    def refuse(constant):
        raise ValueError(f"{constant} is not JSON")

    try:
        return json.loads(text, parse_constant=refuse)
    except RecursionError as error:
        raise ValueError(str(error)) from None


def parameters_of(function):
    import inspect  # Takes as long to load as Python itself. Most calls by other bots do without.

    try:
        signature = inspect.signature(function)
    except ValueError:  # Some functions written in C have no signature to ask.
        signature = inspect.Signature([inspect.Parameter("values", inspect.Parameter.VAR_POSITIONAL)])

    def text_of(annotation):
        is_text = isinstance(annotation, str)
        return "" if annotation is signature.empty else annotation if is_text else inspect.formatannotation(annotation)

    return [Parameter(parameter, text_of(parameter.annotation)) for parameter in signature.parameters.values()]


def split(words, parameters):
    """The values without a name, and pairs of parameter and text."""
    words, values, named = list(words), [], []
    while words:
        word = words.pop(0)
        if word == "--":
            return values + words, named
        if not word.startswith("--"):
            values.append(word)
            continue
        option, has_value, text = word.partition("=")
        single = [p for p in parameters if p.kind != "VAR_KEYWORD"]
        found = [p for p in single if "--" + p.name == option] or [p for p in single if p.option == option]
        found = found or [p.named(option) for p in parameters if p.kind == "VAR_KEYWORD"]
        if len(found) != 1:
            known = ", ".join(p.option for p in parameters) or "none"
            raise Misuse(f"{option} is {'more than one parameter' if found else 'no parameter'}. There is: {known}")
        if not has_value and found[0].type == "bool" and words[:1] not in (["true"], ["false"]):
            text = "true"
        elif not has_value:
            if not words or words[0].startswith("--"):
                raise Misuse(f"{option} needs a value. One that begins with -- is written {option}=<value>")
            text = words.pop(0)
        named.append((found[0], text))
    return values, named


def bind(function, words, is_json):
    """The arguments of a call: those by place and those by name."""
    parameters = parameters_of(function)
    values, named = (words, []) if is_json else split(words, parameters)
    rest = [p for p in parameters if p.kind == "VAR_POSITIONAL"]
    # Without a rest, values go on to the parameters that Python code can only name.
    taken = {p.name for p, _ in named}
    free = [p for p in parameters if p.name not in taken and not p.kind.startswith("VAR_")]
    places = [p for p in free if not (rest and p.kind == "KEYWORD_ONLY")]
    if len(values) > len(places) and not rest:
        allowed = ", ".join(p.option for p in places) or "no parameter"
        raise Misuse(f"Too many values: {len(values)} without a name, for {allowed}")
    pairs = list(zip(places + rest * (len(values) - len(places)), values))
    given = {}
    for parameter, text in [*named, *pairs]:
        value = text if is_json else parameter.read(text)
        if parameter in rest:
            value = (*given.get(parameter.name, ()), value)
        elif parameter.name in given:
            raise Misuse(f"{parameter.option} is given twice")
        given[parameter.name] = value
    missing = [p.option for p in parameters if p.is_required and p.name not in given]
    if missing:
        raise Misuse(f"Without a value: {', '.join(missing)}")
    by_place = [given.pop(p.name, p.default) for p in parameters if p.kind.startswith("POSITIONAL")]
    return [*by_place, *(given.pop(rest[0].name, ()) if rest else ())], given


def takes(function, count):
    """True for a plain function that takes so many values by their places. Of others only the signature can tell."""
    if type(function) is not type(takes) or hasattr(function, "__wrapped__") or hasattr(function, "__signature__"):
        return False
    code = function.__code__
    least = code.co_argcount - len(function.__defaults__ or ())
    return not code.co_kwonlyargcount and least <= count and (count <= code.co_argcount or bool(code.co_flags & 0x04))


def command():
    """How the command was called."""
    program = sys.argv[0]
    is_repository = os.path.isdir(program) or program.endswith("__main__.py")
    return f"python3 {program}" if is_repository else os.path.basename(program)


def documentation(name, function):
    return DOCS.get(name) or (getattr(function, "__doc__", None) or "").strip()


def help_of_all(program, module):
    """The functions with their documentation."""
    about = (getattr(module, "__doc__", None) or "").strip().split("\n")[0]
    width = max(map(len, FUNCTIONS), default=0)
    yield f"{BOT}: {about}" if about else BOT
    yield f"\nUsage: {program} <function> [<value> ...] [--<parameter> <value> ...]"
    yield f"       {program} <function> --json [<JSON> ...]"
    yield f"       {program} <function> --help"
    yield f"       {program} --completion bash|zsh"
    yield "\nFunctions:"
    for name in FUNCTIONS:
        first, *_ = documentation(name, getattr(module, name)).split("\n")
        yield f"  {name:{width}}  {first}".rstrip()
    yield "\nThe last line of the output is the result as JSON."


def help_of(program, name, function):
    """The parameters of a function with their types and defaults, and an example."""
    parameters = parameters_of(function)
    words = [f"<{p.option[2:]}>{' ...' if p.kind == 'VAR_POSITIONAL' else ''}" for p in parameters]
    words = [word if p.is_required else f"[{word}]" for word, p in zip(words, parameters)]
    yield " ".join(["Usage:", program, name, *words])
    if text := documentation(name, function):
        yield f"\n{text}"
    if parameters:
        yield "\nParameters:"
    width = max((len(p.option) for p in parameters), default=0)
    for p in parameters:
        has_default = not p.is_required and not p.kind.startswith("VAR_")
        yield f"  {p.option:{width}}  {p.takes}{f', without it {p.default!r}' if has_default else ''}"
    if returns := getattr(function, "__annotations__", {}).get("return"):
        yield f"\nReturns: {returns if isinstance(returns, str) else getattr(returns, '__name__', returns)}"
    if name in EXAMPLES:
        arguments, kind, outcome = EXAMPLES[name]
        takers = parameters + parameters[-1:] * len(arguments)
        yield "\nExample:"
        yield " ".join(["  $", program, name, *(word_of(value, taker) for value, taker in zip(arguments, takers))])
        outcome = json.dumps(outcome, ensure_ascii=False) if kind == "returns" else outcome
        yield from (f"  {line}" for line in (f"{outcome} (exit code 1)" if kind == "raises" else outcome).split("\n"))


def word_of(value, parameter):
    """A value as a word of the command line, for a shell."""
    import shlex

    texts = [value] if isinstance(value, str) else []
    json_text = json.dumps(value, ensure_ascii=False)
    for text in [*texts, json_text]:
        try:
            if not text.startswith("--") and parameter.read(text) == value:
                return shlex.quote(text)
        except Misuse:
            pass
    return shlex.quote(f"@json:{json_text}")


def completion(module, shell):
    """What a shell evaluates to complete functions and parameters."""
    answer, word, is_first = {
        "bash": ("COMPREPLY=($(compgen -W '{}' -- \"$2\"))", "${COMP_WORDS[1]}", "$COMP_CWORD -eq 1"),
        "zsh": ("compadd -- {}", "${words[2]}", "$CURRENT -eq 2"),
    }[shell]
    if shell == "zsh":
        yield "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }"
    yield f"_{MODULE}_complete() {{"
    yield f"    if [ {is_first} ]; then {answer.format(' '.join([*FUNCTIONS, '--help', '--completion']))}; return; fi"
    yield f'    case "{word}" in'
    for name in FUNCTIONS:
        options = [p.option for p in parameters_of(getattr(module, name))]
        yield f"        {name}) {answer.format(' '.join([*options, '--json', '--help']))} ;;"
    yield "    esac"
    yield "}"
    yield f"{'complete -o default -F' if shell == 'bash' else 'compdef'} _{MODULE}_complete {BOT}"


def explain(program, *words):
    """Runs --help and --completion. What the code prints while it is loaded is no part of them."""
    output, sys.stdout = sys.stdout, sys.stderr
    module = load()
    sys.stdout = output
    if words[0] == "--completion":
        lines = completion(module, words[1])
    elif words[0] == "--help":
        lines = help_of_all(program, module)
    else:
        lines = help_of(program, words[0], getattr(module, words[0]))
    print("\n".join(lines))
    return 0


def run(program, name=None, *words):
    if name is None:
        raise Misuse("No function given.")
    if name in ("--help", "-h") or name == "--completion" and words in (("bash",), ("zsh",)):
        return explain(program, "--help" if name == "-h" else name, *words)
    if name == "--completion":
        raise Misuse("--completion takes bash or zsh")
    if name not in FUNCTIONS:
        raise Misuse(f"Unknown function: {name}")
    if words == ("--help",):
        return explain(program, name, *words)
    is_json = words[:1] == ("--json",)
    if is_json:
        try:
            words = [parse(text) for text in words[1:]]
        except ValueError as error:
            raise Misuse(f"An argument is not JSON: {error}") from None
    sys.argv[:] = [os.path.join(REPOSITORY, "__main__.py")]
    sys.stdout = output = Output(sys.stdout)
    function = getattr(load(), name)
    arguments, named = (words, {}) if is_json and takes(function, len(words)) else bind(function, words, is_json)
    text = json.dumps(result(function, *arguments, **named))
    print(text if output.is_complete else f"\n{text}", flush=True)
    return 0
