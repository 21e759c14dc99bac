using Menace.Server.Hosting;
using Menace.Server.Queue;

namespace Menace.Server.Tests.Rig;

internal static class ReadyHost
{
    /// <summary>Makes a virtual host with what <c>menace stage4 init</c> declares.</summary>
    public static async Task<RabbitHost> CreateReadyHostAsync(this RabbitBroker broker)
    {
        var host = await broker.CreateHostAsync();
        using var variable = new TestVariable(host.Uri);
        await using var connection = await new BrokerSettings(variable.Name, "handoff").ConnectAsync("test", default);
        await QueueTopology.DeclareAsync(connection, "handoff", default);
        return host;
    }
}
