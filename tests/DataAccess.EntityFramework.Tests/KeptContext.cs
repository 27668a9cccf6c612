using Microsoft.EntityFrameworkCore;

namespace DataAccess.EntityFramework.Tests;

public sealed class KeptContext(DbContextOptions<KeptContext> options) : DbContext(options)
{
    public DbSet<KeptEntity> Kept => Set<KeptEntity>();
}
