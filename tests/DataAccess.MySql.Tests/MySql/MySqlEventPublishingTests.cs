using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlEventPublishingTests() : EventPublishingSuite(MySqlEngine.Shared);
