namespace DataAccess.Sql;

/// <summary>An operation on a scalar type, with the type known at compile time.</summary>
internal interface IScalarVisitor<TResult>
{
    TResult Value<TValue>()
        where TValue : struct;

    TResult Reference<TValue>()
        where TValue : class;
}
