using System.Globalization;
using System.Text;
using Menace.Model.Languages;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using Menace.Model.Text;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Checks;

/// <summary>MENACE12xx: each name by itself, and no two that share a folder or an identifier.</summary>
internal static class NameChecks
{
    /// <summary>Leaves room for suffixes below the 255 bytes of common file systems.</summary>
    private const int Longest = 100;

    private const string Distinction = "_bot";

    /// <summary>The name by itself.</summary>
    public static void Run(TaskSource task, CheckContext context) =>
        task.HasValidName = task.Name is { } name && CheckName(task, name, context);

    /// <summary>The names beside each other.</summary>
    public static void Run(BoundFile file, CheckContext context)
    {
        var folders = new Dictionary<string, TaskSource>(file.Tasks.Count, StringComparer.OrdinalIgnoreCase);
        var identifiers = new Dictionary<string, TaskSource>(file.Tasks.Count, StringComparer.Ordinal);
        for (var i = 0; i < file.Tasks.Count; i++)
        {
            var task = file.Tasks[i];
            if (task.Name is not { } name)
            {
                continue;
            }

            // A task with a syntax error keeps its name from the others, but is not spoken about itself.
            var broken = task.IsBroken;
            var first = file.Numbers[name];
            var same = first == i ? null : file.Tasks[first];
            var alike = same is null ? Claim(folders, name, task) : null;
            var synonym = same is null && alike is null ? Claim(identifiers, task.Identifier, task) : null;
            if (same is not null && !broken)
            {
                context.Findings.AddRepetition(RuleTable.DuplicateName, PlaceOf(task), PlaceOf(same), Display.Of(name));
            }
            else if (alike is not null && !broken)
            {
                context.Findings.AddRepetition(
                    RuleTable.NamesDifferByCase, PlaceOf(task), PlaceOf(alike), Display.Of(alike.Name!), Display.Of(name));
            }
            else if (synonym is not null && !broken && task.HasValidName)
            {
                context.Findings.AddRepetition(
                    RuleTable.SameIdentifier, PlaceOf(task), PlaceOf(synonym), Display.Of(synonym.Name!), Display.Of(name),
                    task.Identifier);
            }
        }
    }

    /// <summary>The task that has the key already, or null if it is free and now this task's.</summary>
    private static TaskSource? Claim(Dictionary<string, TaskSource> owners, string key, TaskSource task)
    {
        if (owners.TryGetValue(key, out var owner))
        {
            return owner;
        }

        owners.Add(key, task);
        return null;
    }

    private static TextSpan PlaceOf(TaskSource task) => task.Place(task.NameNode!.Span);

    /// <summary>True if the name is valid.</summary>
    private static bool CheckName(TaskSource task, string name, CheckContext context)
    {
        var span = task.NameNode!.Span;
        var language = task.Task.Metadata.Language;
        if (name.Length > Longest)
        {
            context.Findings.Add(RuleTable.NameTooLong, span, Display.Of(name), name.Length.ToString(CultureInfo.InvariantCulture),
                Longest.ToString(CultureInfo.InvariantCulture));
            return false;
        }

        if (name.IndexOfAny(['/', '\\', ':']) >= 0 || name is "." or "..")
        {
            context.Findings.Add(RuleTable.NameIsPath, span, Display.Of(name), Suggest(name.Split('/', '\\', ':').Last(), language));
            return false;
        }

        if (GitPaths.Devices.Contains(name.Split('.')[0]))
        {
            context.Findings.Add(RuleTable.ReservedName, span, Display.Of(name), Suggest(name, language));
            return false;
        }

        if (!IsValid(name))
        {
            context.Findings.Add(RuleTable.InvalidName, span, Display.Of(name), Suggest(name, language));
            return false;
        }

        if (name[name.Length - 1] == '.')
        {
            context.Findings.Add(RuleTable.ReservedName, span, Display.Of(name), Suggest(name, language));
            return false;
        }

        if (IsOfStandardLibrary(name, language))
        {
            context.Findings.Add(RuleTable.StandardLibraryName, span, Display.Of(name), TaskNames.ToIdentifier(name),
                Suggest(name, language));
        }

        return true;
    }

    private static bool IsOfStandardLibrary(string name, BotLanguage? language) =>
        language?.Profile().IsReservedModule(TaskNames.ToIdentifier(name)) == true;

    private static bool IsValid(string name) => name.Length > 0 && IsLetter(name[0]) && name.All(IsAllowed);

    private static bool IsLetter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');

    private static bool IsAllowed(char c) => IsLetter(c) || c is (>= '0' and <= '9') or '_' or '-' or '.';

    /// <summary>The valid name closest to <paramref name="name"/>; whether it is free, the caller sees.</summary>
    public static string Suggest(string name, BotLanguage? language)
    {
        var valid = new StringBuilder();
        foreach (var c in InvisibleText.Without(name.Trim()))
        {
            valid.Append(IsAllowed(c) ? c : '_');
        }

        var trimmed = valid.ToString().Trim('_', '.', '-');
        var named = trimmed.Length == 0 ? "MyBot" : IsLetter(trimmed[0]) ? trimmed : "Bot_" + trimmed;
        var stem = named.Split('.')[0];
        named = GitPaths.Devices.Contains(stem) ? named.Insert(stem.Length, Distinction) : named;
        named = IsOfStandardLibrary(named, language) ? named + Distinction : named;
        return named.Length <= Longest ? named : named.Substring(0, Longest).TrimEnd('.');
    }
}
