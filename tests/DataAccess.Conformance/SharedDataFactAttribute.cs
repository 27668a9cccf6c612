using System.Runtime.CompilerServices;
using Xunit;
using Xunit.v3;

namespace DataAccess.Conformance;

/// <summary>A fact about a whole data file of <c>shared/data</c>. Where that folder is not found there is no such test.</summary>
[XunitTestCaseDiscoverer(typeof(SharedDataDiscoverer))]
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
    : FactAttribute(sourceFilePath, sourceLineNumber);
