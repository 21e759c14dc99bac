using System.Globalization;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;

namespace Menace.Pipeline.Planning;

/// <summary>Chooses among the claims of candidates, and says why, and what would change it.</summary>
internal static class VerdictWriter
{
    /// <summary>Words in common at least before a task without functions is compared by its text alone.</summary>
    private const int LeastWords = 3;

    /// <summary>The verdict on <paramref name="draft"/>.</summary>
    public static PlanVerdict Write(PlanDraft draft)
    {
        var task = draft.Question.Task;
        Claim[] claims = [.. draft.Claims.OrderByDescending(claim => claim.Action).ThenByDescending(claim => claim.Score)
            .ThenByDescending(claim => claim.Proof.Passed).ThenByDescending(claim => claim.Ranked.Likeness)
            .ThenBy(claim => claim.Ranked.Bot, CandidateOrder.Instance)];
        if (claims is [{ Action: >= PlanAction.Suggested } best, ..])
        {
            return OfClaim(draft, best, NextAfter(draft, claims, best.Ranked.Bot));
        }

        if (draft.Renamed is { } renamed)
        {
            return OfRenamed(draft, renamed, NextAfter(draft, claims, renamed.Ranked.Bot));
        }

        if (claims is [{ Action: PlanAction.Fork } fork, ..])
        {
            return OfClaim(draft, fork, NextAfter(draft, claims, fork.Ranked.Bot));
        }

        if (draft.Question.Functions.Count == 0 && draft.Ranked.FirstOrDefault(ranked => Claim.IsAllowed(task, ranked.Bot)) is { } like
            && like.Score > Claim.ReuseScore && draft.Question.Words().Count >= LeastWords)
        {
            return new PlanVerdict(
                task.Name, PlanAction.Suggested, like.Score,
                $"'{like.Bot.Name}' describes itself in the same words; the task names no functions and has no examples.")
            {
                Candidate = like.Bot,
                RunnerUp = NextAfter(draft, claims, like.Bot),
                Changes = ["With two examples that pass, it would be reused."],
            };
        }

        return OfBuild(draft, claims);
    }

    private static PlanVerdict OfClaim(PlanDraft draft, Claim claim, RunnerUp? next)
    {
        var (bot, question) = (claim.Ranked.Bot, draft.Question);
        var passed = claim.Proof.Passed;
        var reason = claim.Action switch
        {
            PlanAction.Reuse => $"'{bot.Name}' has {All(question)}, and {Examples(passed)} of the task passed.",
            PlanAction.Suggested => $"'{bot.Name}' has {All(question)}, but this is not proved: {claim.Unproved}.",
            _ => $"'{bot.Name}' has {List(claim.Done)} of {Functions(question.Functions.Count)}"
                + (passed > 0 ? $", and {Examples(passed)} of the task passed." : "."),
        };
        return new PlanVerdict(question.Task.Name, claim.Action, claim.Score, reason)
        {
            Candidate = bot,
            Proof = claim.Proof,
            Done = claim.Done,
            Missing = claim.Missing,
            RunnerUp = next,
            Changes = [.. ChangesOf(claim, question)],
        };
    }

    private static PlanVerdict OfRenamed(PlanDraft draft, RenamedClaim renamed, RunnerUp? next)
    {
        var names = string.Join(", ", renamed.Names.OrderBy(name => name.Key, StringComparer.Ordinal)
            .Select(name => $"'{name.Value}' for '{name.Key}'"));
        return new PlanVerdict(
            draft.Question.Task.Name, PlanAction.Suggested, renamed.Ranked.Score,
            $"Functions of '{renamed.Ranked.Bot.Name}' pass all examples under other names: {names}.")
        {
            Candidate = renamed.Ranked.Bot,
            Renamed = renamed.Names,
            Missing = draft.Question.Functions,
            RunnerUp = next,
            Changes = ["With the candidate's names in the functions and the examples of the task, it would be reused."],
        };
    }

    private static PlanVerdict OfBuild(PlanDraft draft, IReadOnlyList<Claim> claims)
    {
        var question = draft.Question;
        if (claims is [var claim, ..])
        {
            var bot = claim.Ranked.Bot;
            return new PlanVerdict(question.Task.Name, PlanAction.Build, claim.Score, $"'{bot.Name}' comes closest, but {WhyNot(claim)}.")
            {
                Nearest = bot,
                Proof = claim.Proof,
                Done = claim.Done,
                Missing = claim.Missing,
                RunnerUp = NextAfter(draft, claims, bot),
                Changes = [.. ChangesOf(claim, question)],
            };
        }

        var nearest = draft.Ranked.FirstOrDefault(ranked => ranked.Likeness > 0);
        var verdict = new PlanVerdict(question.Task.Name, PlanAction.Build, nearest?.Score ?? 0, "No candidate has a function of the task.")
        {
            Nearest = nearest?.Bot,
            Missing = question.Functions,
            RunnerUp = nearest is null ? null : NextAfter(draft, claims, nearest.Bot),
        };
        return nearest is not null && nearest.Named.Count > 0
            ? verdict with
            {
                Reason = $"'{nearest.Bot.Name}' comes closest, but {Forbidden(question.Task, nearest.Bot)}.",
                Changes = [LicenseText.AllowsReuse(nearest.Bot.License)
                    ? $"Without '{question.Task.Metadata.Language!.Value.ToName()}' as the language of the task, it would be compared."
                    : "Under a licence that allows it, such as MIT, it would be compared."],
            }
            : verdict with { Changes = ["Functions and examples in the task are what candidates are compared by."] };
    }

    private static string Forbidden(TaskInfo task, KnownBot bot) =>
        bot.License.Length == 0 ? "its licence is not known"
        : !LicenseText.AllowsReuse(bot.License) ? $"its licence, {bot.License}, is denied"
        : $"it is written in {bot.Language.ToName()}, and the task asks for {task.Metadata.Language!.Value.ToName()}";

    private static string WhyNot(Claim claim) =>
        claim.Proof.FirstFailure is { } failure ? $"an example of '{failure.Example.Function}' fails: {failure.Mistake}"
        : claim.Proof.Mismatched is [var function, ..] ? $"'{function}' takes other arguments than the examples have"
        : claim.Ranked.Bot.Origin == KnownOrigin.Untrusted && claim.Missing.Count > 0
            ? "it lacks functions and was imported without the permission to execute its functions"
        : claim.Missing.Count > 0 ? $"it has no {List(claim.Missing)}"
        : "nothing but the name of a function is the same";

    private static IEnumerable<string> ChangesOf(Claim claim, TaskQuestion question)
    {
        var bot = claim.Ranked.Bot;
        switch (claim.Action)
        {
            case PlanAction.Reuse:
                yield return "An example that fails would make it a fork or a new bot.";
                break;
            case PlanAction.Suggested when bot.Origin == KnownOrigin.Untrusted:
                yield return $"If '{bot.Name}' is imported as trusted, its functions are run, and it can be reused.";
                break;
            case PlanAction.Suggested when claim.Done.FirstOrDefault(claim.Proof.Obstacles.ContainsKey) is { } function:
                yield return $"If '{function}' only computes, without files, processes and network, it can be reused.";
                break;
            case PlanAction.Suggested when claim.Proof.NotRun is not null:
                yield return "Once its functions can be run on this machine, it can be reused.";
                break;
            case PlanAction.Suggested when claim.Proof.Passed >= Claim.LeastExamples:
                yield return "With an example that has another outcome and passes, it would be reused.";
                break;
            case PlanAction.Suggested:
                yield return claim.Proof.Passed == 0 ? "With two examples that pass, it would be reused."
                    : "With one more example that passes, it would be reused.";
                break;
            default:
                if (claim.Missing.Count > 0)
                {
                    yield return claim.Action == PlanAction.Fork
                        ? $"Without {List(claim.Missing)} in the task, it could be reused; with less in common, it would be built."
                        : $"A candidate that does more than {List(question.Functions.Intersect(claim.Done, StringComparer.Ordinal))} "
                            + "of the functions could be forked.";
                }
                else
                {
                    yield return "An example that passes would make it a suggestion.";
                }

                break;
        }
    }

    private static RunnerUp? NextAfter(PlanDraft draft, IReadOnlyList<Claim> claims, KnownBot chosen) =>
        claims.FirstOrDefault(claim => !ReferenceEquals(claim.Ranked.Bot, chosen)) is { } next
            ? new(next.Ranked.Bot, next.Score, next.Action)
            : draft.Ranked.FirstOrDefault(ranked => !ReferenceEquals(ranked.Bot, chosen) && ranked.Likeness > 0) is { } other
                ? new(other.Bot, other.Score, PlanAction.Build) : null;

    private static string All(TaskQuestion question) => question.Functions is [var only] ? $"the function '{only}'" : "all functions";

    private static string List(IEnumerable<string> names) =>
        string.Join(", ", names.Select(name => $"'{name}'")) is { Length: > 0 } list ? list : "none";

    private static string Functions(int count) => count == 1 ? "one function" : $"{count.ToString(CultureInfo.InvariantCulture)} functions";

    private static string Examples(int count) => count == 1 ? "one example" : $"{count.ToString(CultureInfo.InvariantCulture)} examples";
}
