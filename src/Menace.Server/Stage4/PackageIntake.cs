using System.Diagnostics;
using System.Text;
using Menace.Model.Diagnostics;
using Menace.Model.Reading;
using Menace.Model.TaskFiles;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Contracts.Stage4Protocol;
using Menace.Pipeline.Handoff;
using Menace.Pipeline.Storage;
using Menace.Server.ContentStore;
using Menace.Server.Hosting;
using Menace.Server.Storage;
using Menace.Server.Telemetry;

namespace Menace.Server.Stage4;

/// <summary>Checks packages by the rules of tasks.json and turns them into runs.</summary>
internal sealed class PackageIntake(RunStore runs, ContentFolder contents, int mostQueued, Stage4Telemetry telemetry)
{
    /// <summary>Larger contents are kept in the content store, not in the database.</summary>
    private const int LargestInDatabase = 1 << 20;

    /// <summary>
    /// Memory that a value takes until the package is recorded. Measured: 4,000,000 in small tasks with mistakes take 2.2 GB.
    /// </summary>
    private const int BytesPerValue = 500;

    private const int RetryAfterSeconds = 10;

    /// <summary>Accepts the package in <paramref name="body"/>.</summary>
    /// <param name="body">The body of a request.</param>
    /// <param name="execute">The value of the query parameter, or null.</param>
    /// <param name="key">The idempotency key, or null.</param>
    /// <param name="share">Has the bytes of the body, and takes those of its values, and of files that the package only names.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ProblemException">
    /// The package has mistakes or lacks files (422), its key was used before (422), or the queue is full or there is no room for its files
    /// now (429).
    /// </exception>
    public async Task<PackageAcceptance> AcceptAsync(
        byte[] body, bool? execute, string? key, BodyBudget.Share share, CancellationToken cancellationToken)
    {
        share.Take((long)PackageValues.Count(body) * BytesPerValue);
        var text = Parse(body);
        var isToBeBuilt = execute ?? text.Execute ?? false;
        var package = Read(text, isToBeBuilt);
        var files = await StoreAsync(text.Files, share, cancellationToken);
        var draft = await DraftAsync(
            package, text, files, cancellationToken) with
        {
            Execute = isToBeBuilt,
            IdempotencyKey = key
            ?? "",
            TraceParent = Activity.Current?.Id
        };
        ActionDraft action = new(ActionKey(draft.Digest), Bot: "");
        var accepted = await runs.WriteAsync(database => database.AcceptPackage(draft, [action], mostQueued));
        if (accepted.Verdict == PackageVerdict.Known)
        {
            telemetry.Repeated();
        }

        return accepted.Verdict switch
        {
            PackageVerdict.KeyReused =>
                throw new ProblemException(StatusCodes.Status422UnprocessableEntity, Rules.KeyReused, key ?? draft.Digest),
            PackageVerdict.QueueFull =>
                throw new ProblemException(
                StatusCodes.Status429TooManyRequests, Rules.QueueFull, $"{mostQueued} runs", Text(RetryAfterSeconds))
                {
                    RetryAfter = RetryAfterSeconds,
                    Extensions = { ["queueDepth"] = mostQueued },
                },
            _ => accepted,
        };
    }

    private static PackageText Parse(byte[] body)
    {
        try
        {
            return PackageText.Parse(body);
        }
        catch (PackageFormatException exception)
        {
            throw new ProblemException(StatusCodes.Status422UnprocessableEntity, Rules.BodyUnreadable, exception.Message);
        }
    }

    private static TaskPackage Read(PackageText text, bool isToBeBuilt)
    {
        // Who only has it recorded need not send its files: then they are not missed.
        var file = TaskFileReader.Read(text.Text, isToBeBuilt || text.Files.Count > 0
            ? new()
            {
                FileExists = text.Files.ContainsKey,
                FilesNear = _ =>
                text.Files.Keys,
                Templates = TaskTemplates.Among(text.Files.Keys)
            }
            : new() { Templates = null });
        if (!file.HasErrors)
        {
            // Only these paths are checked, and only they are written to the disk.
            return text.Files.Keys.Except(file.ReferencedFiles.Concat(text.Completions.Histories), StringComparer.Ordinal)
                .FirstOrDefault(path => !IsOfTemplate(path, file.Package)) is { } unknown
                ? throw new ProblemException(
                    StatusCodes.Status422UnprocessableEntity, Rules.BodyUnreadable,
                    $"neither a task nor a completion names the file '{unknown}' of its member 'files'")
                : file.Package;
        }

        var findings = file.Findings.Where(finding => finding.Rule.IsEnabledByDefault).Select(finding => ToRecord(finding, file)).ToList();
        var errors = findings.Count(finding => finding.IsError);
        throw new ProblemException(
            StatusCodes.Status422UnprocessableEntity, Rules.BodyUnreadable,
            $"the package has {errors} {(errors == 1 ? "mistake" : "mistakes")}, see 'findings'")
        {
            Extensions = { ["findings"] = findings },
        };
    }

    /// <summary>True for a path inside a folder of templates/, if a task names one: a template can extend others.</summary>
    private static bool IsOfTemplate(string path, TaskPackage package) =>
        TaskTemplates.NameIn(path) is not null && package.Tasks.Any(task => TaskTemplates.OfProject(task) is not null)
        && path.Split('/').All(part => part is not ("" or "." or ".."))
        && !path.Any(character => character == '\\' || char.IsControl(character));

    private static DiagnosticRecord ToRecord(TaskFileFinding finding, TaskFile file)
    {
        var position = file.Lines.PositionOf(finding.Span.Start);
        var place = file.PlaceOf(finding.Span);
        return new(finding.Rule.Id, finding.Rule.Severity.ToWord(), finding.Message)
        {
            Bot = place?.Task,
            Property = place?.Property,
            Line = position.Line + 1,
            Column = position.Column + 1,
            Length = finding.Span.Length,
        };
    }

    /// <summary>Stores the files that came with their content; the others must be there.</summary>
    private async Task<Dictionary<string, FileContent>> StoreAsync(
        IReadOnlyDictionary<string, PackageFile> files, BodyBudget.Share share, CancellationToken cancellationToken)
    {
        Dictionary<string, FileContent> stored = new(StringComparer.Ordinal);
        List<(string Path, string Digest)> missing = [];
        foreach (var (path, file) in files)
        {
            var content = file.Content;
            if (content is not null)
            {
                await contents.PutAsync(file.Digest, new MemoryStream(content), long.MaxValue, cancellationToken);
            }
            else
            {
                share.Take(contents.SizeOf(file.Digest));
                content = await contents.ReadAsync(file.Digest, cancellationToken);
            }

            if (content is null)
            {
                missing.Add((path, file.Digest));
                continue;
            }

            stored[path] = new(content, file.IsExecutable);
        }

        return missing.Count == 0 ? stored
            : throw new ProblemException(
                StatusCodes.Status422UnprocessableEntity, Rules.FileNotSent, missing[0].Path,
                $"but its content {missing[0].Digest} is not in the content store. Put it there and send the package again")
            {
                Extensions = { ["missing"] = missing.Select(file => file.Digest).Distinct().ToList() },
            };
    }

    private async Task<PackageDraft> DraftAsync(
        TaskPackage package, PackageText text, Dictionary<string, FileContent> contentsOfFiles, CancellationToken cancellationToken)
    {
        var content = PackageEnvelope.WriteStored(package, text.Files, text.Settings, text.Completions);
        var digest = TaskHandoffBot.Hash(package, contentsOfFiles, text.Settings, text.Completions);
        var bytes = Encoding.UTF8.GetBytes(content);
        if (bytes.Length <= LargestInDatabase)
        {
            return new(digest, bytes.Length) { Content = content };
        }

        var casDigest = ContentDigest.Of(bytes);
        await contents.PutAsync(casDigest, new MemoryStream(bytes), long.MaxValue, cancellationToken);
        return new(digest, bytes.Length) { CasDigest = casDigest };
    }

    /// <summary>The whole package is one action here: bots that call each other are built side by side.</summary>
    private static string ActionKey(string packageDigest) =>
        ContentDigest.Of($"menace.package/1 {packageDigest} {ServiceVersion.Text}");

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
