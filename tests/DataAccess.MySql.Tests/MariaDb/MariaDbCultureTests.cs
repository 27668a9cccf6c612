using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbCultureTests() : CultureSuite(MariaDbEngine.Shared);
