using System.Text.RegularExpressions;
using Menace.Model.Tasks;

namespace Menace.Model.Languages.CSharp;

/// <summary>
/// The outline of C# code that is nothing but methods and fields, or plainly statements. There is none of whole files: which of their types
/// and
/// methods are public takes a compiler.
/// </summary>
internal static class CSharpOutline
{
    private const string Type = @"(?<type>[A-Za-z_][\w.]*)(?:<[\w., <>?\[\]]*>)?\??(?:\[\])?\??";

    private static readonly Regex Using = new(@"^using (?:static )?[\w.]+ ?;$", RegexOptions.CultureInvariant);

    private static readonly Regex Method = new(
        @"^(?<modifiers>(?:(?:public|private|internal|static|async) )*)" + Type
            + @" (?<name>[A-Za-z_]\w*) ?(?:<[A-Za-z_][\w, ]*>)? ?\(\) ?(?:\{\}|=>.*;)$", RegexOptions.CultureInvariant);

    private static readonly Regex Field = new(
        @"^(?:(?:public|private|internal|static|readonly|const) )+" + Type + @" [A-Za-z_]\w* ?(?:=.*)?;$", RegexOptions.CultureInvariant);

    /// <summary>What no member of a class starts with.</summary>
    private static readonly Regex Statement = new(
        @"^(?:(?:if|for|foreach|while|switch|lock) ?\(|(?:return|throw) |try ?\{|do ?\{|[A-Za-z_]\w*(?:\.\w+)+ ?\()",
        RegexOptions.CultureInvariant);

    private static readonly Regex Declaration = new(
        @"\b(?:class|struct|record|interface|enum|delegate|namespace|event|operator|extern|global)\b", RegexOptions.CultureInvariant);

    /// <summary>Words that a type cannot be; of a field or a method of these the compiler makes something else.</summary>
    private static readonly HashSet<string> NoTypes = new(
        StringComparer.Ordinal) { "var", "await", "yield", "dynamic", "where", "partial", "required", "scoped", "file", "when" };

    /// <summary>A documentation comment whose text needs no reader of XML.</summary>
    private static readonly Regex Summary = new(
        @"^\s*<summary>(?<text>[^<&]*)</summary>\s*(?:<(?<tag>param name=""\w+""|returns|remarks)>[^<&]*</(?:param|returns|remarks)>\s*)*$",
        RegexOptions.CultureInvariant);

    public static CodeOutline Of(string code, IReadOnlyList<string> listed)
    {
        if (CSharpPart.Read(code) is not { } parts || parts.Any(part => Declaration.IsMatch(part.Shape)))
        {
            return CodeOutline.Unclear;
        }

        List<CSharpPart> body = [.. parts.SkipWhile(part => Using.IsMatch(part.Shape)).Where(part => part.Shape.Length > 0)];
        if (body.Any(part => Statement.IsMatch(part.Shape)))
        {
            return new([BotLanguage.CSharp.Profile().BodyFunction], LeadingComment(parts[0]));
        }

        List<(string Name, bool IsOffered, CSharpPart Part)> methods = [];
        foreach (var part in body)
        {
            if (Method.Match(part.Shape) is { Success: true } method && IsName(method.Groups["type"].Value)
                && IsName(method.Groups["name"].Value))
            {
                var modifiers = method.Groups["modifiers"].Value;
                methods.Add((method.Groups["name"].Value, modifiers.IndexOf("private", StringComparison.Ordinal) is < 0
                    && modifiers.IndexOf("internal", StringComparison.Ordinal) is < 0, part));
            }
            else if (Field.Match(part.Shape) is not { Success: true } field || !IsName(field.Groups["type"].Value))
            {
                return CodeOutline.Unclear;
            }
        }

        return OfMethods(parts[0], [.. methods.Where(method => method.IsOffered).Select(method => (method.Name, method.Part))], listed);
    }

    /// <summary>The purpose is what the first of the functions says of itself, else the comment that the code starts with.</summary>
    private static CodeOutline OfMethods(CSharpPart first, List<(string Name, CSharpPart Part)> methods, IReadOnlyList<string> listed)
    {
        List<string> offered = [.. methods.Select(method => method.Name).Distinct(StringComparer.Ordinal)];
        if (offered.Count == 0 || listed.Except(offered, StringComparer.Ordinal).Any())
        {
            return CodeOutline.Unclear;
        }

        foreach (var name in listed.Count == 0 ? offered : offered.Where(name => listed.Contains(name, StringComparer.Ordinal)))
        {
            var part = methods.Find(method => method.Name == name).Part;
            var (purpose, isClear) = SummaryOf(part, isFirst: part == first);
            if (purpose is not null || !isClear)
            {
                // Of a program's start, which it takes a compiler to know, the build has no documentation.
                return new(offered, name == "Main" ? null : purpose);
            }
        }

        return new(offered, LeadingComment(first));
    }

    private static bool IsName(string name) =>
        !NoTypes.Contains(name) && (Identifiers.IsValid(name, BotLanguage.CSharp) || IsKeywordType(name) || name.IndexOf('.') is >= 0);

    private static bool IsKeywordType(string name) =>
        name is "bool" or "byte" or "char" or "decimal" or "double" or "float" or "int" or "long" or "object" or "sbyte" or "short"
            or "string" or "uint" or "ulong" or "ushort" or "void";

    private static (string? Purpose, bool IsClear) SummaryOf(CSharpPart part, bool isFirst)
    {
        if (part.Before.IndexOf("/*", StringComparison.Ordinal) is >= 0)
        {
            return default;
        }

        // What stands behind the part before, on its line, is that one's.
        var lines = part.Before.Split('\n').Skip(isFirst ? 0 : 1).Select(line => line.Trim());
        List<string> documentation = [.. lines.Where(IsDocumentation).Select(line => line.Substring(3))];
        return documentation.Count == 0 ? (null, IsClear: true)
            : Summary.Match(string.Join("\n", documentation)) is { Success: true } summary
                ? (DocumentationText.FirstSentence(OneLine([summary.Groups["text"].Value])), IsClear: true)
            : default;
    }

    /// <summary>The comment that the code starts with; null if there is none, it is a licence, or it takes a parser to read it.</summary>
    private static string? LeadingComment(CSharpPart first)
    {
        if (first.Before.IndexOf("/*", StringComparison.Ordinal) is >= 0)
        {
            return null;
        }

        var text = OneLine(first.Before.Split('\n').Select(line => line.Trim()).TakeWhile(line => !IsDocumentation(line))
            .Select(line => line.TrimStart('/')));
        return IsLicence(text) ? null : DocumentationText.FirstSentence(text);
    }

    /// <summary>True for a comment that speaks of the file and not of what it does.</summary>
    public static bool IsLicence(string comment) =>
        comment.IndexOf("copyright", StringComparison.OrdinalIgnoreCase) is >= 0
        || comment.IndexOf("SPDX-", StringComparison.Ordinal) is >= 0
        || comment.IndexOf("<auto-generated", StringComparison.Ordinal) is >= 0;

    /// <summary><paramref name="lines"/> with single blanks between their words.</summary>
    public static string OneLine(IEnumerable<string> lines) =>
        string.Join(" ", string.Join(" ", lines).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static bool IsDocumentation(string line) =>
        line.StartsWith("///", StringComparison.Ordinal) && !line.StartsWith("////", StringComparison.Ordinal);
}
