using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbDisposeTests() : DisposeSuite(MariaDbEngine.Shared);
