using DataAccess;

namespace Service.Devices;

public sealed class DeviceRepository(DatabaseSession db) : Repository<Device, string>(db);
