using System.CommandLine;
using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Pipeline.Coding.Repair;
using Menace.Pipeline.Knowledge;
using Menace.Server.Hosting;

namespace Menace.Server.Commands;

/// <summary><c>menace patches</c>: the patches of bots that got worse.</summary>
internal static class PatchesCommand
{
    public static Command Create() => new("patches", "Shows the patches of bots that got worse, and takes them back.")
    {
        CreateList(), CreateShow(), CreateRevert(),
    };

    private static Command CreateList() =>
        KnowledgeCommand.Command("list", "Lists the patches, the newest first.", [], (_, folder, output, _) =>
        {
            output.Lines([.. folder.OpenPatches().All().Select(patch => (Line(patch), Json(patch)))]);
            return Task.CompletedTask;
        });

    private static Command CreateShow()
    {
        var id = new Argument<string>("id") { Description = "Id of a patch, as the list has it." };
        return KnowledgeCommand.Command("show", "Shows a patch with its evidence.", [id], (line, folder, output, _) =>
        {
            var wanted = line.GetValue(id)!;
            var patch = folder.OpenPatches().Find(wanted) ?? throw new CodedException(Rules.KnowledgeNotFound, wanted, folder.Path);
            output.Lines([(Text(patch), Json(patch))]);
            return Task.CompletedTask;
        });
    }

    private static Command CreateRevert()
    {
        var id = new Argument<string>("id") { Description = "Id of a patch, as the list has it." };
        return KnowledgeCommand.Command("revert", "Takes a patch back, by a commit if it was applied.", [id], (line, folder, output, _) =>
        {
            var wanted = line.GetValue(id)!;
            var patches = folder.OpenPatches();
            var patch = patches.Find(wanted) ?? throw new CodedException(Rules.KnowledgeNotFound, wanted, folder.Path);
            var (outcome, refusal) = new PatchReversal(patches).Revert(patch, "It was taken back by hand.");
            if (refusal is not null)
            {
                throw new CodedException(Rules.PatchKept, patch.Id, patch.Bot, refusal.Reason, refusal.Evidence, refusal.Remedy);
            }

            output.Lines([($"{patch.Id}  {patch.Bot}  taken back: {outcome}", Json(patch with { TakenBack = outcome! }))]);
            return Task.CompletedTask;
        });
    }

    private static string Line(PatchRecord patch) => string.Create(
        CultureInfo.InvariantCulture, $"{patch.Id}  {patch.At:u}  {patch.Bot}  {patch.Generator}  {string.Join(", ", patch.Reasons)}")
        + (patch.TakenBack.Length == 0 ? "" : $"; taken back: {patch.TakenBack}");

    private static string Text(PatchRecord patch) =>
        $"{Line(patch)}; evidence: {string.Join(", ", patch.Evidence)}; changes: git -C '{patch.Repository}' show {patch.Commit}";

    private static JsonValue Json(PatchRecord patch) => JsonValue.FromMembers(
    [
        new("id", patch.Id),
        new("bot", patch.Bot),
        new("at", patch.At.ToString("O", CultureInfo.InvariantCulture)),
        new("repository", patch.Repository),
        new("commit", patch.Commit),
        new("base", patch.Base),
        new("generator", patch.Generator),
        new("reasons", Texts(patch.Reasons)),
        new("evidence", Texts(patch.Evidence)),
        new("before", patch.Before),
        new("after", patch.After),
        new("taken_back", patch.TakenBack),
    ]);

    private static JsonValue Texts(IEnumerable<string> texts) => JsonValue.FromItems([.. texts.Select(JsonValue.FromString)]);
}
