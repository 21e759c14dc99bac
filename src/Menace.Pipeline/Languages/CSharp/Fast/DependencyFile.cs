using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Menace.Pipeline.Languages.CSharp.Fast;

/// <summary>Writes .deps.json: that of a bot that calls no other, with the bots that this one calls.</summary>
internal static class DependencyFile
{
    private const string Reference = ".Reference";
    private const string Version = "1.0.0";

    private static readonly JsonSerializerOptions Json =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Returns the text.</summary>
    /// <param name="text">The file without dependencies.</param>
    /// <param name="tests">That of the tests, in which the bot itself stands as every other bot would.</param>
    /// <param name="name">Name of the assembly that the file belongs to.</param>
    /// <param name="own">The bot.</param>
    /// <param name="linked">The bots that it calls, directly or not.</param>
    public static string Write(string text, string tests, string name, CSharpProject own, IReadOnlyList<CSharpProject> linked)
    {
        if (linked.Count == 0)
        {
            return text;
        }

        var file = JsonNode.Parse(text)!;
        var example = JsonNode.Parse(tests)!;
        var names = linked.ToDictionary(bot => bot.Name, bot => bot.AssemblyName, StringComparer.Ordinal);
        var target = file["targets"]!.AsObject().Single().Value!.AsObject();
        var exampleTarget = example["targets"]!.AsObject().Single().Value!.AsObject();
        foreach (var bot in linked)
        {
            Add(target, exampleTarget, bot.AssemblyName);
            Add(file["libraries"]!.AsObject(), example["libraries"]!.AsObject(), bot.AssemblyName);
        }

        foreach (var bot in linked.Append(own))
        {
            Depend(target, $"{bot.AssemblyName}/{Version}", bot.Dependencies.Select(dependency => (names[dependency], Version)));
        }

        Depend(target, $"{name}/{Version}", linked.Select(bot => (bot.AssemblyName + Reference, Version + ".0")));
        Sort(file["libraries"]!.AsObject(), name);
        Sort(target, name);
        return file.ToJsonString(Json);

        void Add(JsonObject to, JsonObject from, string bot)
        {
            foreach (var entry in ((string[])[$"/{Version}", $"{Reference}/{Version}.0"]).Select(suffix => own.AssemblyName + suffix))
            {
                to[entry.Replace(own.AssemblyName, bot, StringComparison.Ordinal)] = EntryOf(from[entry]!, bot);
            }
        }

        JsonNode EntryOf(JsonNode entry, string bot)
        {
            var copy = entry.DeepClone();
            copy.AsObject().Remove("dependencies");
            return JsonNode.Parse(copy.ToJsonString().Replace(own.AssemblyName + ".dll", bot + ".dll", StringComparison.Ordinal))!;
        }
    }

    private static void Depend(JsonObject target, string entry, IEnumerable<(string Name, string Version)> names)
    {
        if (target[entry] is not JsonObject library)
        {
            return;
        }

        var all = library["dependencies"]?.AsObject()
            .ToDictionary(pair => pair.Key, pair => (string)pair.Value!, StringComparer.Ordinal) ?? [];
        foreach (var (name, version) in names)
        {
            all[name] = version;
        }

        if (all.Count == 0)
        {
            return;
        }

        library.Remove("dependencies");
        var sorted = all.OrderBy(pair => IsReference(pair.Key)).ThenBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase);
        library.Insert(
            0, "dependencies", new JsonObject(sorted.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))));
    }

    /// <summary>The assembly itself, packages as they stand, bots, references.</summary>
    private static void Sort(JsonObject entries, string name)
    {
        var sorted = entries.ToList()
            .OrderByDescending(entry => entry.Key == $"{name}/{Version}")
            .ThenBy(entry => IsReference(entry.Key))
            .ThenBy(entry => IsBot(entry.Key))
            .ThenBy(entry => IsBot(entry.Key) ? entry.Key : "", StringComparer.OrdinalIgnoreCase).ToList();
        entries.Clear();
        foreach (var (key, value) in sorted)
        {
            entries[key] = value;
        }
    }

    private static bool IsBot(string entry) => entry.StartsWith(CSharpNames.Namespace + ".", StringComparison.Ordinal);

    private static bool IsReference(string entry) => IsBot(entry) && entry.Split('/')[0].EndsWith(Reference, StringComparison.Ordinal);
}
