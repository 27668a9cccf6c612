using DataAccess.Sql;

namespace DataAccess.Mapping;

/// <summary>A column of a generated map whose converter is known only with the database: it writes nothing, but <see cref="ColumnMap{T}.Resolve"/> makes the one that does.</summary>
internal sealed class ModelColumn<T, TModel>(string column, ModelGetter<T, TModel> get, ColumnTraits? traits) : ColumnMap<T>(column, typeof(TModel), traits)
    where TModel : notnull
{
    internal override bool AcceptsNull { get; } = traits?.AcceptsNull != false;

    internal override Delegate Getter => get;

    internal override object? ValueOf(T row) => throw Rejected();

    internal override Comparison<T>? Order => null;

    public override void Write(T row, RowWriter writer, int column) => throw Rejected();

    public override bool IsNull(T row) => throw Rejected();

    public override int SizeOf(T row) => throw Rejected();

    internal override ColumnMap<T> Resolve(Conversions conversions)
        => conversions.Find<TModel>() is { } conversion ? ConvertedColumns<T>.Create(Column, conversion, get, Traits) : throw Rejected();

    internal override void AppendTo(SqlStatement statement, T row) => throw Rejected();

    private protected override Func<T, string?> NameGetter(Type enumType) => throw Rejected();

    private MappingException Rejected() => NoColumn(Member, typeof(TModel));
}
