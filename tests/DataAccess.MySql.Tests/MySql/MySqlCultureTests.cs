using DataAccess.Conformance;
using Xunit;

namespace DataAccess.MySql.Tests;

[Collection(TimingCollection.Name)]
public sealed class MySqlCultureTests() : CultureSuite(MySqlEngine.Shared);
