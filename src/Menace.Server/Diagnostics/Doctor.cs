using System.ComponentModel;
using System.Data.Common;
using System.Net.Sockets;
using System.Text.Json;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Storage;
using Menace.Server.ContentStore;
using Menace.Server.Hosting;

namespace Menace.Server.Diagnostics;

/// <summary>Checks the requirements of builds and services, and reports problems with remedies. It changes nothing.</summary>
/// <param name="stateFolder">Absolute path of the state folder.</param>
/// <param name="database">The database.</param>
/// <param name="stage4">Address of Stage 4, or null.</param>
/// <param name="token">Its token, or null.</param>
/// <param name="broker">The broker, or null.</param>
internal sealed class Doctor(string stateFolder, WorkflowProvider database, Uri? stage4, string? token, BrokerSettings? broker = null)
{
    private const long LittleSpace = 1L << 30;
    private const long NoSpace = 100L << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Leases are 20 s: two clocks that differ by this much still agree on them.</summary>
    private static readonly TimeSpan LargestDifference = TimeSpan.FromSeconds(5);

    private readonly ProcessRunner _runner = new();

    /// <summary>Every check, in the order in which they are shown.</summary>
    public async Task<IReadOnlyList<DoctorCheck>> RunAsync(CancellationToken cancellationToken) =>
    [
        .. await ToolsAsync(cancellationToken),
        StateFolder(),
        Disk(),
        await ContentsAsync(cancellationToken),
        Database(),
        .. await Stage4Async(cancellationToken),
        .. broker is null ? [] : await new BrokerDoctor(broker).RunAsync(cancellationToken),
    ];

    /// <summary>Checks git and the tools of the languages, essential tools first.</summary>
    private async Task<IReadOnlyList<DoctorCheck>> ToolsAsync(CancellationToken cancellationToken)
    {
        IEnumerable<RequiredTool> tools = [
            .. LanguageTable.Create(new BotDevConfig(), _runner).All.SelectMany(language => language.RequiredTools),
            new("git", "Install it: apt-get install git") { IsEssential = true },
        ];
        List<DoctorCheck> checks = [];
        foreach (var tool in tools.OrderByDescending(tool => tool.IsEssential))
        {
            checks.Add(await ToolAsync(tool, cancellationToken));
        }

        return checks;
    }

    private async Task<DoctorCheck> ToolAsync(RequiredTool tool, CancellationToken cancellationToken)
    {
        Func<string, string, string, DoctorCheck> fails = tool.IsEssential ? DoctorCheck.Fail : DoctorCheck.Warn;
        try
        {
            if (tool.FindAsync is { } findAsync)
            {
                return DoctorCheck.Ok(tool.Name, await findAsync(cancellationToken));
            }

            var result = await _runner.RunAsync(
                new ProcessCommand(tool.Name, ["--version"], Path.GetTempPath()), Patience, cancellationToken);
            var version = result.Output.Split('\n')[0].Trim();
            return result is not { ExitCode: 0, TimedOut: false }
                ? fails(tool.Name, $"'{tool.Name} --version' failed with exit code {result.ExitCode}", tool.Remedy)
                : IsTooOld(tool, version) ? fails(tool.Name, $"{version} is too old", tool.Remedy)
                : DoctorCheck.Ok(tool.Name, version);
        }
        catch (Win32Exception)
        {
            return fails(tool.Name, "not on PATH", tool.Remedy);
        }
        catch (ToolMissingException exception)
        {
            return fails(tool.Name, exception.Message, tool.Remedy);
        }
    }

    private static bool IsTooOld(RequiredTool tool, string found) =>
        tool.OldestMajorVersion > 0
            && !(Version.TryParse(found.Split('-')[0], out var version) && version.Major >= tool.OldestMajorVersion);

    /// <summary>Writes a file and looks at its time: on a file server that of another machine.</summary>
    private DoctorCheck StateFolder()
    {
        const string Remedy = "Fix its permissions, or set another folder with --state";
        var folder = stateFolder;
        while (!Directory.Exists(folder))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        var probe = Path.Combine(folder, $".menace-doctor-{Path.GetRandomFileName()}");
        try
        {
            File.WriteAllText(probe, "");
            var difference = (File.GetLastWriteTimeUtc(probe) - DateTime.UtcNow).Duration();
            return difference > LargestDifference
                ? DoctorCheck.Warn("state folder",
                    $"'{folder}' has a clock that differs from this machine's by {difference.TotalSeconds:0} s", "Set both clocks by NTP")
                : DoctorCheck.Ok("state folder", folder == stateFolder ? folder : $"{stateFolder} (does not exist yet)");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return DoctorCheck.Fail("state folder", $"'{folder}' cannot be written: {exception.Message}", Remedy);
        }
        finally
        {
            if (File.Exists(probe))
            {
                File.Delete(probe);
            }
        }
    }

    private DoctorCheck Disk()
    {
        var drive = DriveInfo.GetDrives().Where(drive => stateFolder.StartsWith(drive.Name, StringComparison.Ordinal))
            .MaxBy(drive => drive.Name.Length);
        if (drive is null)
        {
            return DoctorCheck.Warn("disk", "its free space cannot be measured", "Look yourself");
        }

        var free = drive.AvailableFreeSpace;
        var found = $"{free / (double)(1 << 30):0.0} GiB free on {drive.Name}";
        return free < NoSpace ? DoctorCheck.Fail("disk", found, "Free some space, or set another state folder with --state")
            : free < LittleSpace ? DoctorCheck.Warn("disk", found, "Free some space soon")
            : DoctorCheck.Ok("disk", found);
    }

    /// <summary>Reads every content of the folder's store.</summary>
    private async Task<DoctorCheck> ContentsAsync(CancellationToken cancellationToken)
    {
        const int Shown = 3;
        var count = 0;
        List<string> damaged = [];
        foreach (var file in ContentFolder.FilesIn(ContentFolder.In(stateFolder)))
        {
            count++;
            try
            {
                if (await ContentFolder.DigestOfAsync(file.FullName, cancellationToken) != file.Name)
                {
                    damaged.Add(file.FullName);
                }
            }
            catch (FileNotFoundException)
            {
                // A service that works here has deleted it meanwhile.
                count--;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                damaged.Add($"{file.FullName} ({exception.Message})");
            }
        }

        return damaged.Count == 0
            ? DoctorCheck.Ok("content store", $"{count} contents, none damaged")
            : DoctorCheck.Fail("content store",
                $"{damaged.Count} of {count} contents are damaged: " +
                    $"{string.Join(", ", damaged.Take(Shown))}{(damaged.Count > Shown ? ", ..." : "")}",
                "Delete these files and check the disk. Senders upload missing blobs again; send a run again if you need its result");
    }

    private DoctorCheck Database()
    {
        if (database is SqliteProvider && !File.Exists(database.Name))
        {
            return DoctorCheck.Ok("database", $"{database.Name} (does not exist yet)");
        }

        try
        {
            using var connection = database.Open();
            var version = database.HasTable(connection, "schema_version")
                ? new SqlSession(database, connection, null).Number("SELECT MAX(version) FROM schema_version") ?? 0 : 0;
            return version > WorkflowSchema.Current
                ? DoctorCheck.Fail("database", $"{database.Name} has schema version {version}, newer than {WorkflowSchema.Current}",
                    "Use a newer Menace.Server: dotnet tool update Menace.Server")
                : DoctorCheck.Ok("database", version == WorkflowSchema.Current
                    ? $"{database.Name}, schema version {version}"
                    : $"{database.Name}, schema version {version}: upgraded to {WorkflowSchema.Current} on first use");
        }
        catch (Exception exception) when (exception is DbException or IOException or UnauthorizedAccessException)
        {
            return DoctorCheck.Fail(
                "database", $"{database.Name} cannot be used: {exception.Message}",
                "Start the database, fix its connection string, or move the file away");
        }
    }

    private async Task<IReadOnlyList<DoctorCheck>> Stage4Async(CancellationToken cancellationToken)
    {
        if (stage4 is null)
        {
            return [];
        }

        try
        {
            using var client = new HttpClient { Timeout = Patience };
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(stage4, "/v1/runs?limit=1"));
            request.Headers.Authorization = token is null ? null : new("Bearer", token);
            using var answer = await client.SendAsync(request, cancellationToken);
            if (!answer.IsSuccessStatusCode)
            {
                return [DoctorCheck.Fail(
                    "stage 4", $"{stage4} answers {(int)answer.StatusCode}", (int)answer.StatusCode == StatusCodes.Status401Unauthorized
                    ? "Set the variable that holds its token with --token-variable" : "Check the log of the service, and the address")];
            }

            using var health = await client.GetAsync(new Uri(stage4, Callers.HealthPath), cancellationToken);
            var version = JsonDocument.Parse(await health.Content.ReadAsStringAsync(cancellationToken)).RootElement.GetProperty("version")
                .GetString();
            return
            [
                version == ServiceVersion.Text ? DoctorCheck.Ok("stage 4", $"{stage4}, version {version}")
                    : DoctorCheck.Warn("stage 4", $"{stage4} has version {version}, this is {ServiceVersion.Text}",
                        "Use the same version on both sides"),
                Clock(answer.Headers.Date),
            ];
        }
        catch (Exception exception) when (exception is HttpRequestException or SocketException or JsonException or KeyNotFoundException
            || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return [DoctorCheck.Fail(
                "stage 4", $"{stage4} is unreachable: {exception.Message}", "Start it with 'menace stage4', or fix the address")];
        }
    }

    private static DoctorCheck Clock(DateTimeOffset? there)
    {
        var difference = ((there ?? DateTimeOffset.UtcNow) - DateTimeOffset.UtcNow).Duration();
        return difference > LargestDifference
            ? DoctorCheck.Warn("clock", $"differs from the clock of Stage 4 by {difference.TotalSeconds:0} s", "Set both clocks by NTP")
            : DoctorCheck.Ok("clock", $"within {LargestDifference.TotalSeconds:0} s of Stage 4");
    }
}
