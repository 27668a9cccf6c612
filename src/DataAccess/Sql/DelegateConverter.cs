namespace DataAccess.Sql;

/// <summary>A converter that is a pair of functions.</summary>
internal sealed class DelegateConverter<TModel, TColumn>(Func<TModel, TColumn> toColumn, Func<TColumn, TModel> fromColumn) : IValueConverter<TModel, TColumn>
    where TModel : notnull
    where TColumn : notnull
{
    public TColumn ToColumn(TModel value) => toColumn(value);

    public TModel FromColumn(TColumn value) => fromColumn(value);
}
