using Microsoft.EntityFrameworkCore;

namespace DataAccess.ServiceLoad.Peers;

/// <summary>The model of the peer on EF Core.</summary>
internal sealed class PeerContext(DbContextOptions<PeerContext> options) : DbContext(options)
{
    public DbSet<PeerDevice> Devices => Set<PeerDevice>();

    public DbSet<PeerReading> Readings => Set<PeerReading>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var device = modelBuilder.Entity<PeerDevice>().ToTable("device");
        device.HasKey(static d => d.Serial);
        device.Property(static d => d.Serial).HasColumnName("serial");
        device.Property(static d => d.Name).HasColumnName("name");
        device.Property(static d => d.Site).HasColumnName("site");
        device.Property(static d => d.Enabled).HasColumnName("enabled");
        device.Property(static d => d.Version).HasColumnName("version").IsConcurrencyToken();
        var reading = modelBuilder.Entity<PeerReading>().ToTable("reading");
        reading.HasKey(static r => r.Id);
        reading.Property(static r => r.Id).HasColumnName("id");
        reading.Property(static r => r.Device).HasColumnName("device");
        reading.Property(static r => r.Level).HasColumnName("level");
        reading.Property(static r => r.TakenAt).HasColumnName("taken_at");
    }
}
