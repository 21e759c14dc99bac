using System.Globalization;
using Menace.Pipeline.Models;

namespace Menace.Pipeline.Tests.Models;

/// <summary>
/// Another process that takes the lock of a models repository: <c>REPOSITORY ID ROUNDS FILE MILLISECONDS</c>. In each round it appends to the file
/// when it has the lock and again before it gives it back.
/// </summary>
internal static class LockHolder
{
    public const string Command = "hold";

    public static async Task RunAsync(string[] arguments)
    {
        var (repository, id, file) = (arguments[0], arguments[1], arguments[3]);
        var (rounds, time) = (int.Parse(arguments[2], CultureInfo.InvariantCulture), int.Parse(arguments[4], CultureInfo.InvariantCulture));
        for (var round = 0; round < rounds; round++)
        {
            using var held = await ModelsLock.AcquireAsync(repository, id, TimeSpan.FromMinutes(1), () => { }, default);
            await File.AppendAllTextAsync(file, $"+{id}\n");
            await Task.Delay(time);
            await File.AppendAllTextAsync(file, $"-{id}\n");
        }
    }
}
