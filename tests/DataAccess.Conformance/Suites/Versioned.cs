using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace DataAccess.Conformance;

/// <summary>A row that counts its changes.</summary>
[Table("versioned")]
public sealed record Versioned([property: Key] int Id, string Text, [property: ConcurrencyCheck] int Version)
{
    public const string CreateSql = "create table versioned (id int not null primary key, text varchar(20) not null check (text <> 'bad'), version int not null)";
}
