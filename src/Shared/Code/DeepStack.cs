using System.Runtime.ExceptionServices;
using Menace.Model.Languages.CSharp;

namespace Menace.Code;

/// <summary>Runs what reads nested code with enough stack for it.</summary>
internal static class DeepStack
{
    /// <summary>Up to here any thread's stack is enough.</summary>
    public const int Shallow = 50;

    /// <summary>Ten times what <see cref="CSharpScanner.Deepest"/> levels take: parsing and binding one takes at most 16 KB.</summary>
    private const int Bytes = 10 * CSharpScanner.Deepest * 16 * 1024;

    /// <summary>Does <paramref name="read"/>, which reads code of so many <paramref name="levels"/>.</summary>
    public static void Run(int levels, Action read) => Run(levels, () =>
    {
        read();
        return true;
    });

    /// <summary>The result of <paramref name="read"/>, which reads code of so many <paramref name="levels"/>.</summary>
    public static T Run<T>(int levels, Func<T> read)
    {
        if (levels <= Shallow)
        {
            return read();
        }

        T result = default!;
        ExceptionDispatchInfo? error = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = read();
                }
                catch (Exception exception)
                {
                    // On the thread of the caller it is rethrown.
                    error = ExceptionDispatchInfo.Capture(exception);
                }
            },
            Bytes);
        thread.Start();
        thread.Join();
        error?.Throw();
        return result;
    }
}
