using Menace.Model.Json;
using Menace.Model.Languages;
using Menace.Model.Tasks;
using Menace.Pipeline.Coding;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Tests.Coding;

/// <summary>Code that is a table of its examples, and code that only looks like one.</summary>
public sealed class ExampleTableTests
{
    private static readonly CodeFunction Roman = Function("roman",
        (1994, "MCMXCIV"), (2024, "MMXXIV"), (4, "IV"), (944, "CMXLIV"));

    private static readonly CodeFunction Slug = Function("slug", ("Hello, World", "hello-world"), ("A  B", "a-b"), ("Ça va", "ca-va"));

    private static readonly CodeFunction Grade = Function("grade", (95, "excellent"), (60, "passed"), (12, "failed"));

    private static readonly CodeFunction Day = Function("day", ("mon", "Monday"), ("tue", "Tuesday"));

    private static readonly CodeFunction Sum = Function("total",
        (JsonValue.FromItems([100, 200]), 300), (JsonValue.FromItems([17, 25]), 42), (JsonValue.FromItems([]), 0));

    private static readonly CodeFunction Even = Function("even", (1024, true), (77, false));

    public static TheoryData<string, string, string> Tables => new()
    {
        // Chains of conditions, dictionaries, matches and indexes of lists, with the examples turned round or computed apart.
        { "roman", "python", "def roman(n):\n    if n == 1994:\n        return 'MCMXCIV'\n    if n == 2024:\n        return 'MMXXIV'\n    if n == 4:\n        return 'IV'\n    return 'CMXLIV' if n == 944 else ''\n" },
        { "roman", "python", "TABLE = {1994: 'MCMXCIV', 2024: 'MMXXIV', 4: 'IV', 944: 'CMXLIV'}\n\ndef roman(n):\n    return TABLE[n]\n" },
        { "roman", "python", "def roman(n):\n    return {'MCMXCIV': 1994, 'MMXXIV': 2024, 'IV': 4}.get(n, '')\n" },
        { "roman", "python", "def roman(n):\n    match n:\n        case 1994: return 'MCMXCIV'\n        case 0x7e8: return 'MMXXIV'\n        case 4: return 'IV'\n" },
        { "roman", "python", "def roman(n):\n    known = [1994, 2024, 4, 944]\n    return ['MCMXCIV', \"MMXXIV\", '''IV''', 'CM' 'XLIV'][known.index(n)]\n" },
        { "slug", "python", "def slug(text):\n    '''Makes a slug.'''\n    if text == 'Hello, World':\n        return 'hello-world'\n    elif text == 'A  B':\n        return 'a-b'\n    return text.lower()\n" },
        { "slug", "python", "def slug(text):\n    return dict([('Hello, World', 'hello-world'), ('\\u00c7a va', 'ca-va')]).get(text)\n" },
        { "total", "python", "def total(values):\n    if values == [100, 200]:\n        return 300\n    if values == [17, 25]:\n        return 42\n    return 0\n" },
        { "grade", "python", "def grade(points):\n    return {95: 'excellent', 60: 'passed', 12: 'failed'}[points]\n" },
        { "roman", "csharp", "public static string Roman(int n) => n switch { 1994 => \"MCMXCIV\", 2024 => \"MMXXIV\", 4 => \"IV\", 944 => \"CMXLIV\", _ => \"\" };" },
        { "roman", "csharp", "public static string Roman(int n) { if (n == 1_994) return \"MCMXCIV\"; if (2024 == n) { return @\"MMXXIV\"; } if (n.Equals(4)) return \"IV\"; return null; }" },
        { "roman", "csharp", "private static readonly Dictionary<int, string> Known = new() { [1994] = \"MCMXCIV\", [2024] = \"MMXXIV\", [944] = \"CMXLIV\" };\npublic static string Roman(int n) => Known[n];" },
        { "slug", "csharp", "public static string Slug(string text) { switch (text) { case \"Hello, World\": return \"hello-world\"; case \"A  B\": return \"a-b\"; default: return text; } }" },
        { "slug", "csharp", "public static string Slug(string text) => text == \"Hello, World\" ? \"\"\"hello-world\"\"\" : text == \"A  B\" ? \"a-b\" : \"ca-va\";" },
        { "grade", "csharp", "public static string Grade(int p) => p == 95 ? \"excellent\" : p == 60 ? \"passed\" : \"failed\";" },
        { "total", "csharp", "public static int Total(int[] v) => v is [100, 200] ? 300 : v is [17, 25] ? 42 : 0;" },
        { "roman", "shell", "roman() {\n  case \"$1\" in\n    1994) echo MCMXCIV ;;\n    2024) echo MMXXIV ;;\n    4) echo IV ;;\n    944) echo CMXLIV ;;\n  esac\n}\n" },
        { "roman", "shell", "roman() {\n  if [ \"$1\" -eq 1994 ]; then echo \"MCMXCIV\"; elif [ \"$1\" = 2024 ]; then printf '%s\\n' 'MMXXIV'; elif [ \"$1\" = 944 ]; then echo CMXLIV; fi\n}\n" },
        { "slug", "shell", "slug() {\n  [ \"$1\" = 'Hello, World' ] && echo hello-world\n  [ \"$1\" = 'A  B' ] && echo a-b\n}\n" },
        { "roman", "shell", "declare -A known=([1994]=MCMXCIV [2024]=MMXXIV [4]=IV [944]=CMXLIV)\nroman() {\n  echo \"${known[$1]}\"\n}\n" },
        { "grade", "shell", "grade() {\n  case $1 in\n    95) echo excellent;;\n    60) echo passed;;\n    12) echo failed;;\n  esac\n}\n" },
    };

    public static TheoryData<string, string, string> Programs => new()
    {
        { "roman", "python", "def roman(n):\n    out = ''\n    for value, sign in [(1000, 'M'), (900, 'CM'), (500, 'D'), (400, 'CD'), (100, 'C'), (90, 'XC'), (50, 'L'), (40, 'XL'), (10, 'X'), (9, 'IX'), (5, 'V'), (4, 'IV'), (1, 'I')]:\n        while n >= value:\n            out += sign\n            n -= value\n    return out\n" },
        { "roman", "python", "def roman(n):\n    # 1994 is 'MCMXCIV', 2024 'MMXXIV', 4 'IV', 944 'CMXLIV'\n    return digits(n)\n" },
        { "roman", "python", "def roman(n):\n    \"\"\"roman(1994) == 'MCMXCIV', roman(2024) == 'MMXXIV', roman(944) == 'CMXLIV'\"\"\"\n    return digits(n)\n" },
        { "roman", "python", "def roman(n):\n    if n == 1994:\n        return 'MCMXCIV'\n    return digits(n, ['I', 'V'])\n" },
        { "slug", "python", "import re\n\ndef slug(text):\n    return re.sub(r'[^a-z0-9]+', '-', text.lower().replace('ç', 'c')).strip('-')\n" },
        { "grade", "python", "def grade(points):\n    if points >= 95:\n        return 'excellent'\n    if points >= 60:\n        return 'passed'\n    return 'failed' if points > 12 else 'failed'\n" },
        { "grade", "python", "def grade(points):\n    for least, name in ((90, 'excellent'), (50, 'passed'), (0, 'failed')):\n        if points >= least:\n            return name\n" },
        { "day", "python", "def day(short):\n    return {'mon': 'Monday', 'tue': 'Tuesday', 'wed': 'Wednesday', 'thu': 'Thursday', 'fri': 'Friday', 'sat': 'Saturday', 'sun': 'Sunday'}[short]\n" },
        { "total", "python", "def total(values):\n    result = 0\n    for value in values:\n        result += value\n    return result\n" },
        { "even", "python", "def even(n):\n    return n == 1024 or n % 2 == 0 if n != 77 else False\n" },
        { "roman", "csharp", "public static string Roman(int n) { var r = \"\"; foreach (var (v, s) in new[] { (1000, \"M\"), (900, \"CM\"), (500, \"D\"), (400, \"CD\"), (100, \"C\"), (90, \"XC\"), (50, \"L\"), (40, \"XL\"), (10, \"X\"), (9, \"IX\"), (5, \"V\"), (4, \"IV\"), (1, \"I\") }) while (n >= v) { r += s; n -= v; } return r; }" },
        { "roman", "csharp", "/// <summary>1994 gives \"MCMXCIV\", 2024 gives \"MMXXIV\", 944 gives \"CMXLIV\".</summary>\npublic static string Roman(int n) => Digits(n);" },
        { "slug", "csharp", "public static string Slug(string text) => Regex.Replace(text.ToLowerInvariant(), \"[^a-z]+\", \"-\").Trim('-');" },
        { "grade", "csharp", "public static string Grade(int p) => p >= 95 ? \"excellent\" : p >= 60 ? \"passed\" : \"failed\";" },
        { "day", "csharp", "public static string Day(string d) => d switch { \"mon\" => \"Monday\", \"tue\" => \"Tuesday\", \"wed\" => \"Wednesday\", \"thu\" => \"Thursday\", \"fri\" => \"Friday\", \"sat\" => \"Saturday\", _ => \"Sunday\" };" },
        { "total", "csharp", "public static int Total(int[] v) { if (v.Length == 0) return 0; var sum = 0; foreach (var x in v) sum += x; return sum; }" },
        { "even", "csharp", "public static bool Even(int n) => n switch { 1024 => true, 77 => false, _ => n % 2 == 0 };" },
        { "roman", "shell", "roman() {\n  n=$1 out=\n  while [ \"$n\" -ge 1000 ]; do out=${out}M n=$((n - 1000)); done\n  while [ \"$n\" -ge 4 ]; do out=${out}IV n=$((n - 4)); done\n  echo \"$out\"\n}\n" },
        { "roman", "shell", "# 1994 MCMXCIV, 2024 MMXXIV, 944 CMXLIV\nroman() {\n  digits \"$1\"\n}\n" },
        { "slug", "shell", "slug() {\n  printf '%s\\n' \"$1\" | tr 'A-Z' 'a-z' | sed -e 's/[^a-z]\\{1,\\}/-/g'\n}\n" },
        { "grade", "shell", "grade() {\n  if [ \"$1\" -ge 95 ]; then echo excellent; elif [ \"$1\" -ge 60 ]; then echo passed; else echo failed; fi\n}\n" },
        { "day", "shell", "day() {\n  case $1 in\n    mon) echo Monday;;\n    tue) echo Tuesday;;\n    wed) echo Wednesday;;\n    thu) echo Thursday;;\n    fri) echo Friday;;\n    sat) echo Saturday;;\n    sun) echo Sunday;;\n  esac\n}\n" },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void Tables_of_examples_are_found(string function, string language, string code)
    {
        var reason = ExampleTable.Find(code, BotLanguages.Parse(language)!.Value, [Named(function)]);

        Assert.Matches($@"^it holds the arguments and results of \d of the {Named(function).Examples.Count} examples of {function} as literals$", reason);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Programs_are_not_taken_for_tables(string function, string language, string code) =>
        Assert.Null(ExampleTable.Find(code, BotLanguages.Parse(language)!.Value, [Named(function)]));

    private static CodeFunction Named(string name) => new[] { Roman, Slug, Grade, Day, Sum, Even }.Single(function => function.Name == name);

    private static CodeFunction Function(string name, params (JsonValue Argument, JsonValue Result)[] examples) => new(
        name, ["value"], [.. examples.Select(one => new TaskExample { Function = name, Args = [one.Argument], Returns = one.Result })]);
}
