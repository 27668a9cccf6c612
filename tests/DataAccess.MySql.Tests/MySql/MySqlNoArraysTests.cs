using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlNoArraysTests() : NoArraysSuite(MySqlEngine.Shared);
