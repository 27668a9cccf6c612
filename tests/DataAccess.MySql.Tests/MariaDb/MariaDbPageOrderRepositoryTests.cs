using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbPageOrderRepositoryTests() : PageOrderRepositorySuite(MariaDbEngine.Shared);
