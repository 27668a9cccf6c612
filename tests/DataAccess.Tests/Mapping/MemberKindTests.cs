using System.ComponentModel.DataAnnotations.Schema;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using DataAccess.Mapping;
using Xunit;

namespace DataAccess.Tests;

/// <summary>Every kind of member that C# has is read and written, or its type is rejected at the first use: nothing is left out in silence.</summary>
public sealed class MemberKindTests
{
    private static readonly (string, Type, object?)[] Full =
        [("id", typeof(int), 1), ("name", typeof(string), "a"), ("note", typeof(string), "b"), ("kind", typeof(int), 2), ("size", typeof(int), 3)];

    public enum Kind
    {
        None,
        Small,
        Large,
    }

    [Fact]
    public void Setters_of_any_access_are_used()
    {
        var row = Result.Read<Guarded>(Full);

        Assert.Equal((1, "a", "b", Kind.Large, 3), (row.Id, row.Name, row.Note, row.Kind, row.Size));
        Assert.Equal("id, name, note, kind, size", Columns<Guarded>());
        Assert.Equal([1, "a", "b", 2, 3], Written.By(TableMap.For<Guarded>(), row));
    }

    [Fact]
    public void A_property_that_can_only_be_set_is_an_error()
    {
        Assert.Contains("OnlySet.Secret has a public setter and no public getter", Assert.Throws<MappingException>(() => TableMap.For<OnlySet>()).Message, StringComparison.Ordinal);
        Assert.Contains("OnlySet.Secret", Assert.Throws<MappingException>(() => Result.Read<OnlySet>([("id", typeof(int), 1)])).Message, StringComparison.Ordinal);
        Assert.Equal("id", Columns<OnlySetIgnored>());
    }

    [Fact]
    public void Private_setters_of_a_base_type_are_used()
    {
        var row = Result.Read<Derived>([.. Full, ("own", typeof(int), 9)]);

        Assert.Equal((1, "a", Kind.Large, 9), (row.Id, row.Name, row.Kind, row.Own));
        Assert.Equal("own, id, name, note, kind, size", Columns<Derived>());
    }

    [Fact]
    public void Fields_are_members()
    {
        var row = Result.Read<WithFields>(Full);

        Assert.Equal((1, "a", Kind.Large, (int?)3), (row.Id, row.Name, row.Kind, row.Size));
        Assert.Equal("id, name, kind, size", Columns<WithFields>());
    }

    [Fact]
    public void A_member_that_hides_that_of_a_base_type_is_the_one()
    {
        Assert.Equal("a", Result.Read<Hiding>(("id", typeof(int), 1), ("name", typeof(string), "a")).Name);
        Assert.Equal("name, id", Columns<Hiding>());
    }

    [Fact]
    public void Optional_parameters_take_their_default_when_their_column_is_missing()
    {
        var row = Result.Read<WithDefaults>(("id", typeof(int), 1));
        var all = Result.Read<WithDefaults>([("id", typeof(int), 1), ("note", typeof(string), "b"), ("kind", typeof(int), 1), ("at", typeof(DateTime), DateTime.UnixEpoch), ("count", typeof(int), 5), ("maybe", typeof(int), 6)]);

        Assert.Equal(new WithDefaults(1), row);
        Assert.Equal(new WithDefaults(1, "b", Kind.Small, DateTime.UnixEpoch, 5, 6), all);
    }

    [Fact]
    public void A_parameter_without_a_member_takes_its_default()
        => Assert.Equal((1, "none"), Result.Read<WithStrangeParameter>(("id", typeof(int), 1)) is var row ? (row.Id, row.Label) : default);

    [Fact]
    public void Members_of_a_record_outside_its_constructor_are_set()
    {
        var row = Result.Read<WithBody>(Full);

        Assert.Equal((1, "a", Kind.Large, (int?)3), (row.Id, row.Name, row.Kind, row.Size));
        Assert.Equal((1, null, Kind.None, null), Result.Read<WithBody>(("id", typeof(int), 1)) is var bare ? (bare.Id, bare.Name, bare.Kind, bare.Size) : default);
        Assert.Null(Result.Read<WithBody>(("id", typeof(int), 1), ("size", typeof(int), null)).Size);
    }

    [Fact]
    public void Members_of_a_struct_outside_its_constructor_are_set()
        => Assert.Equal((1, 3), Result.Read<Sized>(("id", typeof(int), 1), ("size", typeof(int), 3)) is var row ? (row.Id, row.Size) : default);

    [Fact]
    public void A_required_member_needs_its_column()
    {
        Assert.Equal("a", Result.Read<WithRequired>(("id", typeof(int), 1), ("name", typeof(string), "a")).Name);
        Names(Assert.Throws<MappingException>(() => Result.Read<WithRequired>(("id", typeof(int), 1))), "no column 'name'", "WithRequired.Name", "required");
        Assert.Equal("set", Result.Read<SetsRequired>(("id", typeof(int), 1)).Name);
    }

    [Fact]
    public void What_only_keeps_a_value_is_written_and_cannot_be_read()
    {
        Assert.Equal("id, name", Columns<ReadOnly>());
        Names(Assert.Throws<MappingException>(() => Result.Read<ReadOnly>(Full)), "column 'name'", "ReadOnly.Name", "cannot be set", "[NotMapped]");
    }

    [Fact]
    public void What_is_calculated_is_no_column()
    {
        Assert.Equal("id", Columns<Calculating>());
        Assert.Equal(1, Result.Read<Calculating>(Full).Id);
    }

    [Fact]
    public void Two_columns_for_one_member_are_both_named()
        => Names(
            Assert.Throws<MappingException>(() => Result.Read<Guarded>([.. Full, ("ID", typeof(int), 2)])), "Guarded.Id", "'id' (column 1)", "'ID' (column 6)", "'as'");

    [Fact]
    public void Two_columns_of_a_name_that_no_member_has_are_no_matter()
    {
        var columns = Result.Read<Named>(("full_name", typeof(string), "a"), ("name", typeof(string), "b"), ("NAME", typeof(string), "c"));

        Assert.Equal("a", columns.Name);
    }

    [Fact]
    public void A_member_with_a_column_of_its_own_takes_no_other()
        => Names(Assert.Throws<MappingException>(() => Result.Read<Named>(("name", typeof(string), "b"))), "(name)");

    private static void Names(MappingException error, params string[] parts)
        => Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));

    private static string Columns<T>() => string.Join(", ", TableMap.For<T>().Columns.Select(static c => c.Column));

    [Row]
    public class Guarded
    {
        public int Id { get; private set; }

        public string? Name { get; protected set; }

        public string? Note { get; internal set; }

        public Kind Kind { get; private init; }

        public int Size { get; init; }
    }

    [Row]
    public sealed class Derived : Guarded
    {
        public int Own { get; set; }
    }

    [SuppressMessage("Design", "CA1051", Justification = "Fields are what is tested.")]
    [SuppressMessage("StyleCop", "SA1401", Justification = "Fields are what is tested.")]
    [Row]
    public sealed class WithFields
    {
        public string? Name;
        public Kind Kind;
        public int? Size;

        public int Id { get; set; }
    }

    public class Hidden
    {
        public int Id { get; set; }

        public int Name { get; set; }
    }

    [Row]
    public sealed class Hiding : Hidden
    {
        public new string? Name { get; set; }
    }

    [Row]
    public sealed record WithDefaults(int Id, string Note = "none", Kind Kind = Kind.Large, DateTime At = default, int? Count = 7, int? Maybe = null);

    [Row]
    public sealed class WithStrangeParameter(int id, string label = "none", int factor = 3)
    {
        public int Id { get; } = id;

        public string Label { get; } = label;

        public int Product => Id * factor;
    }

    [Row]
    public sealed record WithBody(int Id)
    {
        public string? Name { get; init; }

        public Kind Kind { get; private set; }

        public int? Size { get; set; }
    }

    [StructLayout(LayoutKind.Auto)]
    [Row]
    public record struct Sized(int Id)
    {
        public int Size { get; set; }
    }

    [Row]
    public sealed class WithRequired
    {
        public int Id { get; set; }

        public required string Name { get; init; }
    }

    [Row]
    public sealed class SetsRequired
    {
        [SetsRequiredMembers]
        public SetsRequired(int id)
        {
            Id = id;
            Name = "set";
        }

        public int Id { get; }

        public required string Name { get; init; }
    }

    [Row]
    public sealed class ReadOnly
    {
        public int Id { get; set; }

        public string Name { get; } = "fixed";
    }

    [Row]
    public sealed class Calculating
    {
        public int Id { get; set; }

        public string Name => "of " + Id;
    }

    [Row]
    public sealed class Named
    {
        [Column("full_name")]
        public string? Name { get; set; }
    }

    private sealed class OnlySet
    {
        private string? _secret;

        public int Id { get; set; }

        public string? Secret
        {
            set => _secret = value;
        }

        public override string ToString() => _secret ?? "";
    }

    private sealed class OnlySetIgnored
    {
        private string? _secret;

        public int Id { get; set; }

        [NotMapped]
        public string? Secret
        {
            set => _secret = value;
        }

        public override string ToString() => _secret ?? "";
    }
}
