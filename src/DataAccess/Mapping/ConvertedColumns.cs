using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using DataAccess.Sql;

namespace DataAccess.Mapping;

/// <summary>Creates the columns of members that have a converter.</summary>
internal static class ConvertedColumns<T>
{
    /// <summary>The column of a member whose type is known at compile time.</summary>
    public static ColumnMap<T> Create<TModel>(string name, ModelConversion<TModel> conversion, ModelGetter<T, TModel> get, ColumnTraits? traits)
        where TModel : notnull
        => conversion.Accept(new Member<TModel>(name, get, traits));

    /// <summary>The column of a member that needs no converter by its type: a getter reads it, or an enum's number.</summary>
    public static ColumnMap<T> Create<TRead>(string name, ValueConversion conversion, Func<T, TRead> get, ColumnTraits traits)
        => conversion.Accept(new Boxed(name, row => get(row), traits));

    /// <summary>The column of a member that is found by reflection.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="conversion">The converter.</param>
    /// <param name="value">The member of a row.</param>
    /// <param name="row">The row.</param>
    /// <param name="traits">The column's properties.</param>
    public static ColumnMap<T> Create(string name, ValueConversion conversion, Expression value, ParameterExpression row, ColumnTraits traits)
        => conversion.Accept(new Reflected(name, value, row, traits));

    private sealed class Member<TMember>(string name, ModelGetter<T, TMember> get, ColumnTraits? traits) : IConversionVisitor<ColumnMap<T>>
    {
        public ColumnMap<T> Visit<TModel, TColumn>(TypedConversion<TModel, TColumn> conversion)
            where TModel : notnull
            where TColumn : notnull
            => new ConvertedColumn<T, TModel, TColumn>(name, (ModelGetter<T, TModel>)(object)get, conversion, traits);
    }

    private sealed class Boxed(string name, Func<T, object?> get, ColumnTraits traits) : IConversionVisitor<ColumnMap<T>>
    {
        public ColumnMap<T> Visit<TModel, TColumn>(TypedConversion<TModel, TColumn> conversion)
            where TModel : notnull
            where TColumn : notnull
            => new ConvertedColumn<T, TModel, TColumn>(name, Get, conversion, traits with { EnumType = null });

        private bool Get<TModel>(T row, [NotNullWhen(true)] out TModel? model)
        {
            var value = get(row);
            model = value is null ? default : (TModel)(typeof(TModel).IsEnum ? Enum.ToObject(typeof(TModel), value) : value);
            return model is not null && value is not null;
        }
    }

    private sealed class Reflected(string name, Expression value, ParameterExpression row, ColumnTraits traits) : IConversionVisitor<ColumnMap<T>>
    {
        public ColumnMap<T> Visit<TModel, TColumn>(TypedConversion<TModel, TColumn> conversion)
            where TModel : notnull
            where TColumn : notnull
        {
            var model = Expression.Parameter(typeof(TModel).MakeByRefType(), "model");
            var read = Expression.Variable(value.Type, "read");
            var isThere = value.Type == typeof(TModel) && value.Type.IsValueType ? Expression.Constant(true)
                : value.Type.IsValueType ? (Expression)Expression.NotEqual(read, Expression.Constant(null, value.Type))
                : Expression.ReferenceNotEqual(read, Expression.Constant(null));
            var body = Expression.Block(
                [read],
                Expression.Assign(read, value),
                Expression.Assign(model, Expression.Condition(isThere, Expression.Convert(read, typeof(TModel)), Expression.Default(typeof(TModel)))),
                isThere);
            return new ConvertedColumn<T, TModel, TColumn>(name, Expression.Lambda<ModelGetter<T, TModel>>(body, row, model).Compile(), conversion, traits);
        }
    }
}
