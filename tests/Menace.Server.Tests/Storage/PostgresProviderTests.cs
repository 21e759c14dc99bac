using Menace.Pipeline.Storage;
using Menace.Server.Storage;

namespace Menace.Server.Tests.Storage;

public sealed class PostgresProviderTests
{
    [Fact]
    public void A_server_that_is_out_of_reach_is_named_without_its_password()
    {
        using var provider = new PostgresProvider("Host=127.0.0.1;Port=1;Database=fleet;Username=menace;Password=hunter2");

        var exception = Assert.Throws<WorkflowDbException>(() => new WorkflowDb(provider).Fetch());

        Assert.Equal("postgresql://127.0.0.1:1/fleet", exception.Path);
        Assert.DoesNotContain("hunter2", exception.ToString(), StringComparison.Ordinal);
    }
}
