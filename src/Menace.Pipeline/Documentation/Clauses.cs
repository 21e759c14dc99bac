using System.Text.RegularExpressions;

namespace Menace.Pipeline.Documentation;

/// <summary>Splits sentences where another verb begins.</summary>
internal static partial class Clauses
{
    private static readonly HashSet<string> Participles =
        Words.Set("written run built made fed held kept sent done due läuft braucht ist wird");

    /// <summary>Returns the clauses of a predicate, in order. All but the first begin with a verb, or with <i>it</i> and a verb.</summary>
    public static IReadOnlyList<RichText> Of(RichText predicate)
    {
        var (clauses, start) = (new List<RichText>(), 0);
        foreach (Match joint in Joint().Matches(predicate.Plain))
        {
            var verb = joint.Index + joint.Length;
            var isOwn = joint.Groups["sign"].Value == ";" || joint.Groups["it"].Success || joint.Groups["modal"].Success;
            if (isOwn || IsVerb(predicate.Plain, verb))
            {
                clauses.Add(predicate.Part(start, joint.Index));
                start = joint.Groups["it"].Success ? joint.Groups["it"].Index + joint.Groups["it"].Length
                    : joint.Groups["modal"].Success ? joint.Groups["modal"].Index : verb;
            }
        }

        clauses.Add(predicate.From(start));
        return [.. clauses.Where(clause => clause.Plain.Length > 0)];
    }

    /// <summary>Returns whether a clause of a sentence begins behind <i>it</i>.</summary>
    public static bool IsOfPronoun(RichText sentence, RichText clause) =>
        sentence.Plain.IndexOf(clause.Plain, StringComparison.Ordinal) is var at and > 3
        && sentence.Plain[..at].TrimEnd().EndsWith(" it", StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns whether a text has a verb.</summary>
    public static bool HasVerb(string text) => Words.Of(text).Exists(word => ActionVerbs.IsOther(word.Lower)
        || (ActionVerbs.IsForm(word.Lower) && !word.Lower.EndsWith("ed", StringComparison.Ordinal)))
        || ActionVerbs.HasCommand(text);

    private static bool IsVerb(string text, int at)
    {
        var word = SubjectFinder.WordAt(text, at).ToLowerInvariant();
        var next = SubjectFinder.NextWord(text, at).ToLowerInvariant();
        return Participles.Contains(word) || ActionVerbs.IsOther(word)
            || (ActionVerbs.IsForm(word) && (ActionVerbs.IsAction(word, next, "") || word.EndsWith("ed", StringComparison.Ordinal)));
    }

    [GeneratedRegex("""
        (?<sign>;|[ ][\u2013\u2014-](?=[ ])|,?[ ](?:and|but|which|that|while|whereas|und|aber)(?=[ ])|,(?=[ ]))(?:[ ](?:then|also|and|so))*
        (?<it>[ ](?:it|es|this[ ]bot|the[ ]bot)(?=[ ]))?(?:[ ](?:then|also|always|only|itself|automatically))*
        (?<modal>[ ](?:has[ ]to|must|may|can|cannot|does[ ]not|doesn't)(?=[ ]))?[ ]?
        """, RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Joint();
}
