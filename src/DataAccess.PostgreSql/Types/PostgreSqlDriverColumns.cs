using System.Data.Common;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using DataAccess.Sql.Reading;
using Npgsql;
using NpgsqlTypes;

namespace DataAccess.PostgreSql.Types;

/// <summary>The text of types that the driver reads only as types of its own, as the server writes it; and intervals, which the driver lets overflow.</summary>
internal sealed class PostgreSqlDriverColumns : DriverColumns
{
    protected override bool IsOf(DbDataReader reader) => reader is NpgsqlDataReader;

    protected override bool TellsTextOf(DbDataReader reader, int column)
        => reader.GetDataTypeName(column) is "inet" or "cidr" or "macaddr" or "macaddr8" or "money" or "xid" or "oid" or "cid" or "xid8" or "pg_lsn" or "char";

    protected override string? TextOf(DbDataReader reader, int column)
        => reader.GetDataTypeName(column) switch
        {
            "inet" => Inet(reader.GetFieldValue<NpgsqlInet>(column)),
            "cidr" => reader.GetFieldValue<IPNetwork>(column).ToString(),
            "macaddr" or "macaddr8" => Mac(reader.GetFieldValue<PhysicalAddress>(column)),

            // As a number: the server's text follows lc_monetary.
            "money" => reader.GetDecimal(column).ToString(CultureInfo.InvariantCulture),
            "xid" or "oid" or "cid" => reader.GetFieldValue<uint>(column).ToString(CultureInfo.InvariantCulture),
            "xid8" => reader.GetFieldValue<ulong>(column).ToString(CultureInfo.InvariantCulture),
            "pg_lsn" => reader.GetFieldValue<NpgsqlLogSequenceNumber>(column).ToString(),
            "char" => reader.GetFieldValue<char>(column).ToString(),
            _ => null,
        };

    protected override TimeSpan? DurationOf(DbDataReader reader, int column)
    {
        if (reader.GetDataTypeName(column) != "interval")
        {
            return null;
        }

        var interval = reader.GetFieldValue<NpgsqlInterval>(column);
        if (interval.Months != 0)
        {
            throw new InvalidCastException("An interval with months or years has no length. Select it without them, or as text.");
        }

        var ticks = (interval.Days * (Int128)TimeSpan.TicksPerDay) + (interval.Time * (Int128)TimeSpan.TicksPerMicrosecond);
        return ticks >= long.MinValue && ticks <= long.MaxValue
            ? new TimeSpan((long)ticks)
            : throw new OverflowException("The interval is longer than a TimeSpan, about 29,227 years.");
    }

    private static string Inet(NpgsqlInet inet)
        => inet.Netmask == inet.Address.GetAddressBytes().Length * 8 ? inet.Address.ToString() : Invariant($"{inet.Address}/{inet.Netmask}");

    private static string Mac(PhysicalAddress address) => string.Join(':', address.GetAddressBytes().Select(static b => b.ToString("x2", CultureInfo.InvariantCulture)));
}
