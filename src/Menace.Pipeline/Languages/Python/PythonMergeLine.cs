using System.Text.RegularExpressions;
using Menace.Model.Languages.Python;

namespace Menace.Pipeline.Languages.Python;

/// <summary>A logical line with its place in a block.</summary>
/// <param name="Text">The line without its indentation and comment.</param>
/// <param name="Indent">The number of blanks or tabs in front of it.</param>
/// <param name="End">Behind its line break.</param>
internal sealed partial record PythonMergeLine(string Text, int Indent, int End)
{
    /// <summary>Gets whether a block follows.</summary>
    public bool OpensBlock => Text[^1] == ':';

    public bool IsDecorator => Text[0] == '@';

    /// <summary>Returns the lines; null if their indentation is not that of a valid file.</summary>
    public static IReadOnlyList<PythonMergeLine>? Of(string code, IReadOnlyList<PythonLine> lines)
    {
        List<PythonMergeLine> placed = [];
        var hasBlanks = code.Contains("\n ", StringComparison.Ordinal);
        foreach (var line in lines)
        {
            var start = code.LastIndexOf('\n', Math.Max(line.Start - 1, 0)) + 1;
            start = Math.Min(start, line.Start);
            var indent = code[start..line.Start];
            if (indent.Any(c => c is not (' ' or '\t')) || (hasBlanks && indent.Contains('\t')))
            {
                return null;
            }

            var end = code.IndexOf('\n', line.Last) + 1;
            placed.Add(new(code[line.Start..(line.Last + 1)], indent.Length, end == 0 ? code.Length : end));
        }

        return AreBlocks(placed) && AreFuturesFirst(placed) ? placed : null;
    }

    /// <summary>Returns the kind and the name of the definition that begins here, or null.</summary>
    public (string Kind, string Name)? Definition() => DefinitionPattern().Match(Text) is { Success: true } match
        ? (match.Groups["kind"].Value == "def" ? "function" : "class", match.Groups["name"].Value)
        : null;

    /// <summary>
    /// Returns what an import brings in: one name, or its whole text if there are several. Null if this is no import alone.
    /// </summary>
    public string? Import()
    {
        if (!ImportPattern().IsMatch(Text) || Text.Contains(';', StringComparison.Ordinal))
        {
            return null;
        }

        return OneNamePattern().Match(Text) is { Success: true } match
            ? $"import {match.Groups["name"].Value}"
            : BlankPattern().Replace(Text, " ");
    }

    /// <summary>True for <c>@name.setter</c> and its like in front of a function of that name.</summary>
    public bool IsAccessorOf(string name, out string accessor)
    {
        var match = AccessorPattern().Match(Text);
        accessor = match.Groups["accessor"].Value;
        return match.Success && match.Groups["name"].Value == name;
    }

    private static bool AreBlocks(List<PythonMergeLine> lines)
    {
        Stack<int> open = new([0]);
        var opensBlock = false;
        foreach (var line in lines)
        {
            if (opensBlock != line.Indent > open.Peek())
            {
                return false;
            }

            if (opensBlock)
            {
                open.Push(line.Indent);
            }

            while (line.Indent < open.Peek())
            {
                open.Pop();
            }

            if (line.Indent != open.Peek())
            {
                return false;
            }

            opensBlock = line.OpensBlock;
        }

        return !opensBlock;
    }

    /// <summary>Imports from <c>__future__</c> may follow a docstring and each other only.</summary>
    private static bool AreFuturesFirst(List<PythonMergeLine> lines)
    {
        var last = lines.FindLastIndex(line => line.Indent == 0 && FuturePattern().IsMatch(line.Text));
        return lines.Take(last).Index()
            .All(line => FuturePattern().IsMatch(line.Item.Text) || (line.Index == 0 && DocstringPattern().IsMatch(line.Item.Text)));
    }

    [GeneratedRegex(@"^(?:async\s+)?(?<kind>def|class)\s+(?<name>\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex DefinitionPattern();

    [GeneratedRegex(@"^(?:import|from)\b", RegexOptions.CultureInvariant)]
    private static partial Regex ImportPattern();

    [GeneratedRegex(@"^(?:import|from\s+[\w.]+\s+import)\s+(?:[\w.]+\s+as\s+)?(?<name>[\w.]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex OneNamePattern();

    [GeneratedRegex(@"^@\s*(?<name>\w+)\.(?<accessor>setter|getter|deleter)$", RegexOptions.CultureInvariant)]
    private static partial Regex AccessorPattern();

    [GeneratedRegex(@"^from\s+__future__\s", RegexOptions.CultureInvariant)]
    private static partial Regex FuturePattern();

    [GeneratedRegex(@"^[rRuU]?[""']", RegexOptions.CultureInvariant)]
    private static partial Regex DocstringPattern();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex BlankPattern();
}
