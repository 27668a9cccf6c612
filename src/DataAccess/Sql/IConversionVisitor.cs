namespace DataAccess.Sql;

/// <summary>An operation on a value converter, with its types known at compile time.</summary>
internal interface IConversionVisitor<out TResult>
{
    TResult Visit<TModel, TColumn>(TypedConversion<TModel, TColumn> conversion)
        where TModel : notnull
        where TColumn : notnull;
}
