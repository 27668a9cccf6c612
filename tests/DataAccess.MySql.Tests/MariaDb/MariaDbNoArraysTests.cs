using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbNoArraysTests() : NoArraysSuite(MariaDbEngine.Shared);
