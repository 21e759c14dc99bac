using System.Globalization;
using Menace.Model.Tasks;
using Microsoft.CodeAnalysis.CSharp;

namespace Menace.Analyzers.Catalog;

/// <summary>How the names of tasks and projects become names in the catalog.</summary>
internal static class CatalogNames
{
    /// <summary>The reserved names of <c>Bots</c>: its own members and name, and the members of every class.</summary>
    private static readonly HashSet<string> Reserved = new(
        [
            "All", "BotInfo", "Bots", "Buckets",
            "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString",
        ], StringComparer.Ordinal);

    /// <summary>A name in an assembly has at most 1023 bytes (CS7013), accessor prefixes and suffixes included.</summary>
    private const int Longest = 500;

    /// <summary>
    /// An identifier for each of <paramref name="names"/>, which differ. A name that is an identifier keeps it; others that would share one
    /// get
    /// the hash of the name behind it, so that the identifier of a task does not depend on the order of the list.
    /// </summary>
    public static string[] Identifiers(IReadOnlyList<string> names)
    {
        var plain = names.Select(Plain).ToArray();
        var owners = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var identifier in plain)
        {
            owners[identifier] = owners.TryGetValue(identifier, out var count) ? count + 1 : 1;
        }

        var result = new string[names.Count];
        var taken = new HashSet<string>(StringComparer.Ordinal);
        for (var pass = 0; pass < 2; pass++)
        {
            for (var i = 0; i < names.Count; i++)
            {
                var keeps = owners[plain[i]] == 1 || plain[i] == names[i];
                if (keeps != (pass == 0))
                {
                    continue;
                }

                var identifier = keeps ? plain[i] : plain[i] + "_" + StableHash.Of(names[i]).ToString("X8", CultureInfo.InvariantCulture);
                while (!taken.Add(identifier))
                {
                    identifier += "_";
                }

                result[i] = Escape(identifier);
            }
        }

        return result;
    }

    /// <summary>The namespace that <paramref name="rootNamespace"/> means; without one, that of <paramref name="assemblyName"/>.</summary>
    public static string Namespace(string? rootNamespace, string? assemblyName)
    {
        var name = string.IsNullOrWhiteSpace(rootNamespace) ? assemblyName : rootNamespace;
        var parts = (name ?? "").Split('.').Select(p => p.Trim()).Where(p => p.Length > 0).Select(p => Escape(NotDigit(Part(p)))).ToList();
        return parts.Count == 0 ? "Project" : string.Join(".", parts);
    }

    private static string Part(string part) =>
        new([.. part.Select(c => SyntaxFacts.IsIdentifierPartCharacter(c) ? c : '_')]);

    private static string Plain(string name)
    {
        var identifier = NotDigit(TaskNames.ToIdentifier(name.Length > Longest ? name.Substring(0, Longest) : name));
        return Reserved.Contains(identifier) ? identifier + "_" : identifier;
    }

    private static string NotDigit(string name) => name.Length > 0 && SyntaxFacts.IsIdentifierStartCharacter(name[0]) ? name : "_" + name;

    private static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name
            : name;
}
