using System.Reflection;
using DataAccess.Cli.Import.Tables;
using DataAccess.Mapping;

namespace DataAccess.Cli.Import.Loading;

/// <summary>Makes the map of rows whose columns are known only at run time.</summary>
internal static class ImportRowMap
{
    private static readonly MethodInfo OfValue = typeof(ImportRowMap).GetMethod(nameof(ValueColumn), BindingFlags.NonPublic | BindingFlags.Static)!;
    private static readonly MethodInfo OfReference = typeof(ImportRowMap).GetMethod(nameof(ReferenceColumn), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static TableMap<ImportRow> Create(TableName table, IReadOnlyList<TargetColumn> columns)
        => new(table, [.. columns.Select((column, i) => ColumnFor(column, i))]);

    private static ColumnMap<ImportRow> ColumnFor(TargetColumn column, int index)
    {
        var type = column.Type.ClrType;
        var make = type.IsValueType ? OfValue : OfReference;
        return (ColumnMap<ImportRow>)make.MakeGenericMethod(type).Invoke(null, [column.Name, index, new ColumnTraits { IsKey = column.IsKey }])!;
    }

    private static ColumnMap<ImportRow> ValueColumn<T>(string name, int index, ColumnTraits traits)
        where T : struct
        => ColumnMap<ImportRow>.CreateNullable<T>(name, row => (T?)row[index], traits);

    private static ColumnMap<ImportRow> ReferenceColumn<T>(string name, int index, ColumnTraits traits)
        where T : class
        => ColumnMap<ImportRow>.CreateReference<T>(name, row => (T?)row[index], traits);
}
