using CsCheck;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Planning;

namespace Menace.Pipeline.Tests.Planning;

public sealed class CandidateRankingTests
{
    private static readonly Gen<string> Word = Gen.OneOf("tax", "sendMail", "csv_to_sql", "dates", "parsing", "net", "x2", "ß", "");

    private static readonly Gen<KnownBot> Bot = Gen.Select(Word, Word.Array[0, 6], Word.Array[0, 3], (name, purpose, functions) => new KnownBot
    {
        Name = name,
        Purpose = string.Join(' ', purpose),
        Language = BotLanguage.Python,
        Origin = KnownOrigin.Verified,
        Functions = [.. functions.Select(function => new KnownFunction(function, function + "(a)", ""))],
    });

    private static readonly Gen<TaskInfo> Task = Gen.Select(Word, Word.Array[0, 6], Word.Array[0, 3], (name, purpose, functions) => new TaskInfo
    {
        Name = name,
        Metadata = new() { Purpose = string.Join(' ', purpose), Functions = functions },
    });

    [Fact]
    public void Order_of_the_candidates_changes_nothing() =>
        Gen.Select(Bot.Array[0, 8], Task, Gen.Int).Sample((bots, task, seed) =>
        {
            KnownBot[] shuffled = [.. bots];
            new Random(seed).Shuffle(shuffled);

            var first = new CandidateRanking(bots).Rank(new TaskQuestion(task));
            var second = new CandidateRanking(shuffled).Rank(new TaskQuestion(task));

            // To the last bit, and to the name where two are equal in all that is ranked.
            Assert.Equal(first.Select(Line), second.Select(Line));
        });

    [Fact]
    public void Scores_are_from_0_to_100_and_do_not_increase() =>
        Gen.Select(Bot.Array[0, 8], Task).Sample((bots, task) =>
        {
            var scores = new CandidateRanking(bots).Rank(new TaskQuestion(task)).Select(ranked => ranked.Score).ToList();

            Assert.All(scores, score => Assert.InRange(score, 0, 100));
            Assert.Equal(scores.OrderDescending(), scores);
        });

    [Fact]
    public void Name_of_a_task_without_functions_is_compared()
    {
        KnownBot[] bots = [Named("MailSender", "Sends letters"), Named("CsvLoader", "Loads tables of text into a database")];

        var ranked = new CandidateRanking(bots).Rank(new TaskQuestion(new TaskInfo { Name = "csv-loading" }));

        Assert.Equal(["CsvLoader", "MailSender"], ranked.Select(candidate => candidate.Bot.Name));
        Assert.True(ranked[0].Score > 0 && ranked[1].Score == 0);
    }

    [Theory]
    [InlineData("a", 81, 100)]
    [InlineData("a b", 45, 80)]
    [InlineData("a b c", 30, 50)]
    [InlineData("a b c d e", 0, 50)]
    public void Score_follows_the_share_of_functions(string functions, double least, double most)
    {
        var bot = Named("tool", "Does a") with { Functions = [new("a", "a(x)", "")] };
        var task = new TaskInfo { Name = "tool", Metadata = new() { Purpose = "Does a", Functions = functions.Split(' ') } };

        Assert.InRange(Assert.Single(new CandidateRanking([bot]).Rank(new TaskQuestion(task))).Score, least, most);
    }

    [Theory]
    [InlineData("csvToSQLTables", "csv sql tabl")]
    [InlineData("parse_dates", "pars dat")]
    [InlineData("parsing a date", "pars dat")]
    [InlineData("Companies, company's", "compani compani")]
    [InlineData("stopped stopping stops", "stop stop stop")]
    [InlineData("sha256-hex", "sha 256 hex")]
    [InlineData("the and of", "")]
    public void Text_is_taken_apart_into_words(string text, string expected) => Assert.Equal(expected, string.Join(' ', Words.Of(text)));

    private static string Line(RankedCandidate ranked) =>
        $"{ranked.Bot.Name} {ranked.Bot.Purpose} {BitConverter.DoubleToInt64Bits(ranked.Score)} {BitConverter.DoubleToInt64Bits(ranked.Likeness)}";

    private static KnownBot Named(string name, string purpose) =>
        new() { Name = name, Purpose = purpose, Language = BotLanguage.Python, Origin = KnownOrigin.Verified };
}
