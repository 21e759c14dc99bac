using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Menace.Model.Json;
using Menace.Model.Tasks;

namespace Menace.Model.Reading;

/// <summary>
/// The one text of a package, in the seed's shape (<c>{"tasks":[…],"version":1}</c>), canonical: the same package always gives the same
/// text, and <see cref="TaskFileReader"/> reads it back.
/// </summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
static class TaskPackageJson
{
    /// <summary>The canonical text of <paramref name="package"/>.</summary>
    public static string Write(TaskPackage package)
    {
        var root = new Members();
        root.AddText("description", package.Description.Length == 0 ? null : package.Description);
        root.Add("tasks", JsonValue.FromItems([.. package.Tasks.Select(Task)]));
        root.AddText("title", package.Title.Length == 0 ? null : package.Title);
        root.Add("version", package.Version);
        return CanonicalJson.Write(root.ToValue());
    }

    /// <summary>SHA-256 of the canonical text in UTF-8, lower-case hexadecimal.</summary>
    public static string ContentHash(TaskPackage package)
    {
        using var sha = SHA256.Create();
        var text = new StringBuilder(64);
        foreach (var b in sha.ComputeHash(Encoding.UTF8.GetBytes(Write(package))))
        {
            text.Append(b.ToString("x2", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    private static JsonValue Task(TaskInfo task)
    {
        var members = new Members();
        members.AddText("name", task.Name);
        members.Add("dependencies", Texts(task.Dependencies));
        members.Add("resources", JsonValue.FromMembers([.. task.Resources]));
        members.Add("schedule", Schedule(task.Schedule));
        members.AddText("code", task.Code);
        members.Add("metadata", Metadata(task.Metadata));
        return members.ToValue();
    }

    private static JsonValue Schedule(TaskSchedule schedule)
    {
        // The string form says the same wherever reading it gives the same.
        if (schedule.TimeZone is null && schedule.ToString() is var text && TaskSchedule.FromText(text) == schedule)
        {
            return text;
        }

        var members = new Members();
        members.AddText(schedule.Kind switch { ScheduleKind.Once => "once", ScheduleKind.Every => "every", _ => "cron" }, schedule.Expression);
        members.AddText("timeZone", schedule.TimeZone);
        return members.ToValue();
    }

    private static JsonValue Metadata(TaskMetadata metadata)
    {
        var members = new Members();
        members.AddText("purpose", metadata.Purpose);
        members.AddTexts("functions", metadata.Functions);
        members.AddMap("function_docs", metadata.FunctionDocs);
        members.AddText("description", metadata.Description);
        members.AddText("language", metadata.Language?.ToName());
        members.AddText("template", metadata.Template);
        members.AddTexts("capabilities", metadata.Capabilities);
        members.AddText("level", metadata.Level);
        members.AddText("io", metadata.Io);
        members.AddTexts("tags", metadata.Tags);
        members.AddText("license", metadata.License);
        members.AddTexts("packages", metadata.Packages);
        members.AddText("code_file", metadata.CodeFile);
        members.AddText("tests", metadata.Tests);
        members.AddTexts("tests_file", metadata.TestsFiles);
        if (metadata.Examples.Count > 0)
        {
            members.Add("examples", JsonValue.FromItems([.. metadata.Examples.Select(Example)]));
        }

        members.AddMap("files", metadata.Files);
        members.AddText("path", metadata.Path);
        foreach (var extra in metadata.Extra)
        {
            members.Add(extra.Key, extra.Value);
        }

        return members.ToValue();
    }

    private static JsonValue Example(TaskExample example)
    {
        var members = new Members();
        members.AddText("function", example.Function);
        members.Add("args", JsonValue.FromItems(example.Args));
        members.AddText("raises", example.Raises);
        members.AddText("prints", example.Prints);
        if (example.Returns is { } returns)
        {
            members.Add("returns", returns);
        }

        return members.ToValue();
    }

    private static JsonValue Texts(IReadOnlyList<string> items) => JsonValue.FromItems([.. items.Select(JsonValue.FromString)]);

    private sealed class Members
    {
        private readonly List<KeyValuePair<string, JsonValue>> _members = [];

        public void Add(string name, JsonValue value) => _members.Add(new(name, value));

        public void AddText(string name, string? value)
        {
            if (value is not null)
            {
                Add(name, value);
            }
        }

        public void AddTexts(string name, IReadOnlyList<string> items)
        {
            if (items.Count > 0)
            {
                Add(name, Texts(items));
            }
        }

        public void AddMap(string name, IReadOnlyDictionary<string, string> map)
        {
            if (map.Count > 0)
            {
                Add(name, JsonValue.FromMembers([.. map.Select(pair => new KeyValuePair<string, JsonValue>(pair.Key, pair.Value))]));
            }
        }

        public JsonValue ToValue() => JsonValue.FromMembers(_members);
    }
}
