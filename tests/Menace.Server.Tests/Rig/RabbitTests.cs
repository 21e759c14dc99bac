namespace Menace.Server.Tests.Rig;

/// <summary>The tests that share the broker; some of them a database as well.</summary>
[CollectionDefinition(RabbitBroker.Collection)]
public sealed class RabbitTests : ICollectionFixture<RabbitBroker>, ICollectionFixture<PostgresServer>;
