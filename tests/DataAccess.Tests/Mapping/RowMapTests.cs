using System.ComponentModel.DataAnnotations.Schema;
using System.Text.Json.Serialization;
using DataAccess.Failures;
using DataAccess.Mapping;
using DataAccess.Sql;
using Xunit;

namespace DataAccess.Tests;

/// <summary>Generated maps say of a type what reflection says of it, and are registered once.</summary>
public sealed class RowMapTests
{
    [Fact]
    public void A_generated_map_has_the_columns_of_reflection()
    {
        Same(new MemberKindTests.Derived { Own = 1, Size = 2 });
        Same(new MemberKindTests.WithFields { Name = "a", Kind = MemberKindTests.Kind.Large });
        Same(new MemberKindTests.Hiding { Name = "a" });
        Same(new MemberKindTests.WithDefaults(1));
        Same(new MemberKindTests.WithStrangeParameter(1));
        Same(new MemberKindTests.WithBody(1) { Name = "b" });
        Same(new MemberKindTests.Sized(1));
        Same(new MemberKindTests.WithRequired { Name = "c" });
        Same(new MemberKindTests.SetsRequired(1));
        Same(new MemberKindTests.ReadOnly());
        Same(new MemberKindTests.Calculating());
        Same(new MemberKindTests.Named { Name = "d" });
        Same(new TableMapTests.Attributed { Code = "e" });
        Same(new TableMapTests.PlainThing { UnitPrice = 1.5m });
        Same(new TableMapTests.Coloured { Text = TableMapTests.Colour.Blue, MaybeText = (TableMapTests.Colour)9 });
        Same(new Everything { Digits = 1.5m, MaybeDigits = -3, Any = ["a"], Number = 4, Bytes = [1], Ids = [Guid.Empty], Weekday = DayOfWeek.Friday });
        Same(new Everything());
        Same(new TableMapTests.SeveralKeys { A = 1, C = "f" });
    }

    [Fact]
    public void Errors_of_a_type_are_those_of_reflection()
    {
        SameError<TableMapTests.Unmappable>();
        SameError<OfDriver>();
    }

    [Fact]
    public void Arrays_json_bytes_and_whatever_the_driver_has_are_read()
    {
        var row = Result.Read<Everything>(
            ("digits", typeof(string), "1.5"), ("any", typeof(string), """["a","b"]"""), ("number", typeof(string), "7"), ("bytes", typeof(byte[]), new byte[] { 1, 2 }),
            ("ids", typeof(Guid[]), new[] { Guid.Empty }), ("weekday", typeof(string), "friday"));

        Assert.Equal((1.5m, "b", 7, DayOfWeek.Friday), (row.Digits, row.Any![1], row.Number!.Value, row.Weekday));
        Assert.Equal(5, Result.Read<OfDriver>(("driver", typeof(int), 5)).Driver);
        Assert.Null(Result.Read<Everything>(("any", typeof(string), "null"), ("number", typeof(string), null), ("bytes", typeof(byte[]), null)).Any);
        Assert.Throws<MappingException>(() => Result.Read<Everything>(("any", typeof(string), "{")));
        Assert.Throws<MappingException>(() => Result.Read<Everything>(("day", typeof(string), "null")));
        Assert.Throws<MappingException>(() => Result.Read<Everything>(("day", typeof(string), null)));
        Assert.Throws<MappingException>(() => Result.Read<Everything>(("ids", typeof(string), "x")));
    }

    [Fact]
    public void A_null_leaves_what_a_member_was_made_with()
        => Assert.Equal("kept", Result.Read<Everything>(("note", typeof(string), null)).Note);

    [Fact]
    public void Json_is_written_and_read_by_the_context_of_the_type()
    {
        var map = RowMaps<WithContext>.Find()!.ToTableMap(Conversions.Declared);

        Assert.Equal<object?[]>([1, """{"from":1}"""], Written.By(map, new WithContext(1, new Span(1))));
        Assert.Equal(new Span(2), Result.Of(("id", typeof(int), 1), ("span", typeof(string), """{"from":2}""")) is var reader ? map.CreateReader(reader)(reader).Span : null);
        var error = Assert.Throws<RowValueException>(() => Written.By(map, new WithContext(1, new Span(1) { Text = "\ud800" })));
        Assert.Contains("surrogate", error.Message, StringComparison.Ordinal);
        Assert.Equal("\ufffd", (string?)Written.By(map, new WithContext(1, new Span(1) { Text = "\ufffd" }))[1] is { } json ? json[^8..^2].Replace("\\uFFFD", "\ufffd", StringComparison.Ordinal) : null);
    }

    [Fact]
    public void A_type_that_a_context_does_not_know_is_named()
        => Assert.Contains("OtherJson has no [JsonSerializable(typeof(Span))]", Assert.Throws<MappingException>(() => RowMaps<WithOtherContext>.Find()!.ToTableMap(Conversions.Declared)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_same_map_may_be_registered_again_and_no_other()
    {
        static RowMap<Registered> Map(string column) => new(new TableName("t"), [new RowMember("Id", column, typeof(int))], () => [], static _ => new Registered());
        RowMap.Register(() => Map("a"));
        RowMap.Register(() => Map("a"));
        Assert.NotNull(RowMaps<Registered>.Find());
        RowMap.Register(() => Map("b"));

        Assert.Contains("Registered has two maps", Assert.Throws<MappingException>(RowMaps<Registered>.Find).Message, StringComparison.Ordinal);
    }

    private static void Same<T>(T row)
    {
        var generated = RowMaps<T>.Find()!.ToTableMap(Conversions.Declared);
        var reflected = TableMap.Reflect<T>(Conversions.Declared);

        Assert.Equal(reflected.Table, generated.Table);
        Assert.Equal(reflected.Columns.Select(Describe), generated.Columns.Select(Describe));
        Assert.Equal(Written.By(reflected, row), Written.By(generated, row));
        Assert.Equal(reflected.SizeOf(row), generated.SizeOf(row));
        Assert.Equal(MappedType.Of(typeof(T), Conversions.Declared).Rows.Count, RowMaps<T>.Find()!.Members.Count);
        Assert.All(MappedType.Of(typeof(T), Conversions.Declared).Rows.Zip(RowMaps<T>.Find()!.Members), static pair => Assert.Equivalent(pair.First, pair.Second, strict: true));
    }

    private static object Describe<T>(ColumnMap<T> column) => (column.Column, column.Member, column.Type, column.IsKey, column.KeyOrder, column.IsGenerated, column.IsVersion, column.EnumType);

    private static void SameError<T>()
        => Assert.Equal(
            Assert.Throws<MappingException>(() => TableMap.Reflect<T>(Conversions.Declared)).Message,
            Assert.Throws<MappingException>(() => RowMaps<T>.Find()!.ToTableMap(Conversions.Declared)).Message);

    /// <summary>The kinds of columns that other types here have not.</summary>
    [Row]
    public sealed class Everything
    {
        [Column(TypeName = "text")]
        public decimal Digits { get; set; }

        [Column(TypeName = "text")]
        public int? MaybeDigits { get; set; }

        [Column(TypeName = "json")]
        public string[]? Any { get; set; }

        [Column(TypeName = "json")]
        public int? Number { get; set; }

        [Column(TypeName = "json")]
        public DayOfWeek Day { get; set; }

        public byte[]? Bytes { get; init; }

        public Guid[]? Ids { get; set; }

        public DayOfWeek? Weekday { get; set; }

        public string Note { get; set; } = "kept";

        [NotMapped]
        public object? Helper { get; set; }
    }

    [Row]
    public sealed class OfDriver
    {
        public object? Driver { get; private set; }
    }

    [Row(Json = typeof(RowMapJson))]
    public sealed record WithContext(int Id, [property: Column(TypeName = "json")] Span? Span);

    [Row(Json = typeof(OtherJson))]
    public sealed record WithOtherContext(int Id, [property: Column(TypeName = "json")] Span? Span);

    public sealed record Span(int From)
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Text { get; init; }
    }

    public sealed class Registered;
}

[JsonSerializable(typeof(RowMapTests.Span))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class RowMapJson : JsonSerializerContext;

[JsonSerializable(typeof(int))]
internal sealed partial class OtherJson : JsonSerializerContext;
