using System.Security.Cryptography;
using System.Text;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Reading;
using Menace.Model.Tasks;

namespace Menace.Model.TaskFiles;

/// <summary>
/// The canonical JSON of a package, as it is recorded, hashed and handed off. <see cref="TaskFileReader"/> reads it back
/// to an equal package.
/// </summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
static class TaskPackageJson
{
    /// <summary>The canonical text: sorted keys, no white space, metadata only with the keys that are set.</summary>
    public static string Write(TaskPackage package)
    {
        var root = new Members { { "tasks", JsonValue.FromItems([.. package.Tasks.Select(OfTask)]) }, { "version", package.Version } };
        root.AddText("title", package.Title);
        root.AddText("description", package.Description);
        return CanonicalJson.Write(root.ToValue());
    }

    /// <summary>Reads back what <see cref="Write(TaskPackage)"/> wrote, without checking it again.</summary>
    /// <exception cref="FormatException">The text is not the JSON of a package.</exception>
    public static TaskPackage Read(string json)
    {
        var findings = new FindingList();
        var reader = new JsonTreeReader(json, findings) { MaximumValues = int.MaxValue };
        var bound = new TaskFileBinder(json, findings).Bind(reader.Read(), reader.StructureUncertain);
        return findings.HasErrors ? throw new FormatException(findings.ToSorted(() => new(json)).First(f => f.Rule.Severity == RuleSeverity.Error).Message) : bound.Package;
    }

    /// <summary>The canonical text of one task, as it stands in the text of its package.</summary>
    public static string Write(TaskInfo task) => CanonicalJson.Write(OfTask(task));

    /// <summary>Lowercase hexadecimal SHA-256 of the UTF-8 of <see cref="Write(TaskPackage)"/>.</summary>
    public static string ContentHash(TaskPackage package)
    {
        var bytes = Encoding.UTF8.GetBytes(Write(package));
#if NET
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
#else
        using var sha = SHA256.Create();
        return string.Concat(sha.ComputeHash(bytes).Select(b => b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
#endif
    }

    private static JsonValue OfTask(TaskInfo task) => new Members
    {
        { "name", task.Name },
        { "dependencies", OfTexts(task.Dependencies) },
        { "resources", JsonValue.FromMembers([.. task.Resources]) },
        { "schedule", OfSchedule(task.Schedule) },
        { "code", task.Code },
        { "metadata", OfMetadata(task.Metadata) },
    }.ToValue();

    private static JsonValue OfSchedule(TaskSchedule schedule)
    {
        var text = schedule.Kind switch
        {
            ScheduleKind.Once => "once",
            ScheduleKind.Every => "every " + schedule.Expression,
            _ => schedule.Expression,
        };
        if (TaskSchedule.FromText(text) == schedule)
        {
            return text;
        }

        var kind = schedule.Kind switch { ScheduleKind.Once => "once", ScheduleKind.Every => "every", _ => "cron" };
        var members = new Members { { kind, schedule.Expression } };
        if (schedule.TimeZone is { } zone)
        {
            members.Add("timeZone", zone);
        }

        return members.ToValue();
    }

    private static JsonValue OfMetadata(TaskMetadata metadata)
    {
        var members = new Members();
        members.AddGiven("purpose", metadata.Purpose);
        members.AddTexts("functions", metadata.Functions);
        members.AddMap("function_docs", metadata.FunctionDocs);
        members.AddGiven("description", metadata.Description);
        members.AddGiven("language", metadata.Language?.ToName());
        members.AddGiven("template", metadata.Template);
        members.AddTexts("capabilities", metadata.Capabilities);
        members.AddGiven("level", metadata.Level);
        members.AddGiven("io", metadata.Io);
        members.AddTexts("tags", metadata.Tags);
        members.AddGiven("license", metadata.License);
        members.AddTexts("packages", metadata.Packages);
        members.AddGiven("code_file", metadata.CodeFile);
        members.AddGiven("tests", metadata.Tests);
        members.AddTexts("tests_file", metadata.TestsFiles);
        if (metadata.Smoke.Count > 0)
        {
            members.Add("smoke", metadata.Smoke is [TaskMetadata.AllFunctions] ? (JsonValue)true : OfTexts(metadata.Smoke));
        }

        members.AddMap("files", metadata.Files);
        members.AddGiven("path", metadata.Path);
        if (metadata.Examples.Count > 0)
        {
            members.Add("examples", JsonValue.FromItems([.. metadata.Examples.Select(OfExample)]));
        }

        // A key that the format knows is the property's, whatever Extra says.
        foreach (var extra in metadata.Extra.Where(e => !MetadataBinder.Keys.Contains(e.Key)))
        {
            members.Add(extra.Key, extra.Value);
        }

        return members.ToValue();
    }

    private static JsonValue OfExample(TaskExample example)
    {
        var members = new Members { { "function", example.Function } };
        if (example.Args.Count > 0)
        {
            members.Add("args", JsonValue.FromItems(example.Args));
        }

        if (example.Returns is { } returns)
        {
            members.Add("returns", returns);
        }

        members.AddGiven("raises", example.Raises);
        members.AddGiven("prints", example.Prints);
        return members.ToValue();
    }

    private static JsonValue OfTexts(IReadOnlyList<string> texts) => JsonValue.FromItems([.. texts.Select(JsonValue.FromString)]);

    private sealed class Members : List<KeyValuePair<string, JsonValue>>
    {
        public void Add(string name, JsonValue value) => Add(new KeyValuePair<string, JsonValue>(name, value));

        public void AddText(string name, string text)
        {
            if (text.Length > 0)
            {
                Add(name, text);
            }
        }

        public void AddGiven(string name, string? text)
        {
            if (text is not null)
            {
                Add(name, text);
            }
        }

        public void AddTexts(string name, IReadOnlyList<string> texts)
        {
            if (texts.Count > 0)
            {
                Add(name, OfTexts(texts));
            }
        }

        public void AddMap(string name, IReadOnlyDictionary<string, string> map)
        {
            if (map.Count > 0)
            {
                Add(name, JsonValue.FromMembers([.. map.Select(p => new KeyValuePair<string, JsonValue>(p.Key, p.Value))]));
            }
        }

        public JsonValue ToValue() => JsonValue.FromMembers(this);
    }
}
