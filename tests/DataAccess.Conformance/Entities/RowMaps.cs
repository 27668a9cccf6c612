using System.Net;
using System.Net.NetworkInformation;
using System.Runtime.CompilerServices;
using DataAccess;
using DataAccess.Conformance;
using DataAccess.Mapping;

[assembly: Row<Box<bool>>]
[assembly: Row<Box<byte>>]
[assembly: Row<Box<sbyte>>]
[assembly: Row<Box<short>>]
[assembly: Row<Box<ushort>>]
[assembly: Row<Box<int>>]
[assembly: Row<Box<uint>>]
[assembly: Row<Box<long>>]
[assembly: Row<Box<ulong>>]
[assembly: Row<Box<float>>]
[assembly: Row<Box<double>>]
[assembly: Row<Box<decimal>>]
[assembly: Row<Box<char>>]
[assembly: Row<Box<string>>]
[assembly: Row<Box<Guid>>]
[assembly: Row<Box<DateOnly>>]
[assembly: Row<Box<TimeOnly>>]
[assembly: Row<Box<TimeSpan>>]
[assembly: Row<Box<DateTime>>]
[assembly: Row<Box<DateTimeOffset>>]
[assembly: Row<Box<DayOfWeek>>]
[assembly: Row<Box<Int128>>]
[assembly: Row<Box<UInt128>>]
[assembly: Row<Box<IPAddress>>]
[assembly: Row<Box<PhysicalAddress>>]
[assembly: Row<Box<Serial>>]

[assembly: Row<ExactReadSuite.Row<int>>]
[assembly: Row<ExactReadSuite.Row<short>>]
[assembly: Row<ExactReadSuite.Row<long>>]
[assembly: Row<ExactReadSuite.Row<byte>>]
[assembly: Row<ExactReadSuite.Row<sbyte>>]
[assembly: Row<ExactReadSuite.Row<ushort>>]
[assembly: Row<ExactReadSuite.Row<uint>>]
[assembly: Row<ExactReadSuite.Row<ulong>>]
[assembly: Row<ExactReadSuite.Row<ExactReadSuite.Grade>>]

namespace DataAccess.Conformance;

/// <summary>
/// The suites' rows have generated maps. <c>DATAACCESS_TEST_MAPS=reflection</c> leaves them aside, so that the same suites run by reflection:
/// <c>scripts/test</c> runs them both ways.
/// </summary>
public static class RowMaps
{
    public static bool AreIgnored { get; } = Environment.GetEnvironmentVariable("DATAACCESS_TEST_MAPS") == "reflection";

    [ModuleInitializer]
    internal static void Choose() => RowMap.AreIgnored = AreIgnored;
}
