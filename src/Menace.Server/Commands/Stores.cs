using Menace.Model.Diagnostics;
using Menace.Pipeline.Storage;
using Menace.Server.Hosting;

namespace Menace.Server.Commands;

/// <summary>WorkflowDb for commands.</summary>
internal static class Stores
{
    /// <summary>Reads or writes; a database that cannot be used is MENACE2002.</summary>
    public static T Use<T>(WorkflowDb database, Func<WorkflowDb, T> use)
    {
        try
        {
            return use(database);
        }
        catch (WorkflowDbException exception)
        {
            throw new CodedException(Rules.StoreFailed, [exception.Path, exception.Reason], exception);
        }
    }
}
