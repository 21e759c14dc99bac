using System.Text.RegularExpressions;
using Menace.Model.Json;

namespace Menace.Pipeline.Documentation;

/// <summary>Reads which tasks the sentences about a bot say that it needs. A relation that is not known leaves it without
/// dependencies.</summary>
internal sealed partial class NeedReader(TaskMentions names, ValueReader values)
{
    /// <summary>Reads a sentence whose subject is a bot.</summary>
    public void Read(RichText sentence, SentenceSubject subject, PageScope scope, double confidence)
    {
        var predicate = sentence.From(subject.End);
        var all = names.In(predicate);
        var at = 0;
        foreach (var clause in Clauses.Of(predicate))
        {
            var inside = names.In(clause).Count;
            foreach (var mention in all.Skip(at).Take(inside).Where(mention => mention.Task is not null))
            {
                foreach (var bot in subject.Bots.Where(bot => bot != mention.Task))
                {
                    Add(NeedWords.Of(predicate.Plain, mention, 0, all, isBot: true), bot, mention.Task!, clause, scope, confidence);
                }
            }

            at += inside;
            if (inside == 0 && subject is { Kind: SubjectKind.Named } && scope.Bot is { } owner && !Hedges.Any(clause.Plain))
            {
                ReadOfOwner(clause, subject, owner, scope, confidence);
            }
        }
    }

    /// <summary>Reads a sentence in the section of a bot whose subject is something else: <c>The list is made by x</c>.</summary>
    public void ReadOther(RichText sentence, string bot, PageScope scope, double confidence)
    {
        var all = names.In(sentence);
        var relations = new List<Relation>();
        var isProduct = Produced().IsMatch(sentence.Plain) || !Clauses.HasVerb(sentence.Plain);
        foreach (var mention in all.Where(mention => mention.Task is { } task && task != bot))
        {
            var relation = NeedWords.Of(sentence.Plain, mention, 0, all, isBot: false);
            relations.Add(relation is Relation.Feeds || (relation == Relation.Needs && !isProduct) ? Relation.Unknown : relation);
        }

        // One that is not understood makes the others incomplete.
        var isPartly = relations.Contains(Relation.Unknown) && relations.Contains(Relation.Needs);
        foreach (var (mention, relation) in all.Where(mention => mention.Task is { } task && task != bot).Zip(relations))
        {
            Add(isPartly ? Relation.Unknown : relation, bot, mention.Task!, sentence, scope, confidence);
        }
    }

    private void Add(Relation relation, string bot, string other, RichText clause, PageScope scope, double confidence)
    {
        // A reason behind it can be about the past.
        var plain = Reason().Split(clause.Plain)[0];
        plain = plain.Length > 0 && names.In(clause).Any(mention => mention.Task == other
            && mention.End <= plain.Length) ? plain : clause.Plain;
        var isTold = !Hedges.IsPast(plain) && !Hedges.IsPlan(plain);
        switch (relation)
        {
            case Relation.Denied:
                Put(bot, FieldNames.NoDependencies, ValueReader.Items([other]));
                break;
            case Relation.Needs when isTold:
                Put(bot, FieldNames.Dependencies, clause.HasGap || Unsure().IsMatch(plain) ? null : ValueReader.Items([other]));
                break;
            case Relation.Feeds when isTold && !Hedges.IsDenied(plain) && !Unsure().IsMatch(plain):
                Put(other, FieldNames.Dependencies, ValueReader.Items([bot]));
                break;
            case Relation.Unknown when isTold && NeedWords.HasCue(plain):
                Put(bot, FieldNames.Dependencies, null);
                break;
        }

        void Put(string task, string field, JsonValue? value) =>
            values.Add(scope, task, field, value, StatementKind.Part, "sentence", confidence, clause.Place);
    }

    /// <summary>"spray-log reads its output" in the section of another bot.</summary>
    private void ReadOfOwner(RichText clause, SentenceSubject subject, string owner, PageScope scope, double confidence)
    {
        foreach (var bot in subject.Bots.Where(bot => bot != owner))
        {
            if (OfOwner().IsMatch(clause.Plain) && NeedWords.HasCue(clause.Plain))
            {
                values.Add(scope, bot, FieldNames.Dependencies, ValueReader.Items([owner]), StatementKind.Part, "sentence", confidence,
                    clause.Place);
            }
            else if (FeedsOwner().IsMatch(clause.Plain))
            {
                values.Add(scope, owner, FieldNames.Dependencies, ValueReader.Items([bot]), StatementKind.Part, "sentence", confidence,
                    clause.Place);
            }
        }
    }

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace;

    [GeneratedRegex(@"\b(?:comes?|stems?|stammen|kommt|kommen|(?:is|are|gets?|has[ ]been|have[ ]been)[ ](?:\w+[ ])?(?:\w+ed|made|built|"
        + @"written|taken|"
        + @"read|drawn|fed|kept))[ ](?:straight[ ]|directly[ ]|all[ ])?(?:from|by|out[ ]of|von|aus)\b|\bmust[ ](?:have|run|be|finish|"
        + @"first)\b", Options)]
    private static partial Regex Produced();

    [GeneratedRegex(@"[ ](?:where|because|since|so[ ]that|as[ ](?:it|the)|weil|wo)[ ]", Options)]
    private static partial Regex Reason();

    [GeneratedRegex(@"\b(?:or|either|optionally|optional|maybe|said|says|sometimes|oder)\b", Options)]
    private static partial Regex Unsure();

    [GeneratedRegex(@"^(?:feeds|supplies|triggers|starts|provides|fills)[ ](?:it|this[ ]bot)\b|^(?:delivers|provides|supplies|hands|"
        + @"sends|gives)[ ]"
        + @"(?:it[ ]|its[ ]|the[ ])[\w ]{1,40}\bto[ ](?:it|this[ ]bot)\b|^(?:must|has[ ]to|needs[ ]to)[ ](?:first[ ]|"
        + @"always[ ])?(?:have[ ])?"
        + @"(?:run|finish|finished|be[ ]done|been[ ]through|be[ ]through|be[ ]finished)\b", Options)]
    private static partial Regex FeedsOwner();

    [GeneratedRegex(@"\b(?:its|this|the[ ]bot's)[ ](?:output|results?|files?|data|table|list|report|ausgabe)\b|\bfrom[ ](?:it|"
        + @"this[ ]bot)\b|"
        + @"\b(?:needs?|reads?|uses?|calls?|asks?)[ ]it\b", Options)]
    private static partial Regex OfOwner();
}
