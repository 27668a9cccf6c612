using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbEventPublishingTests() : EventPublishingSuite(MariaDbEngine.Shared);
