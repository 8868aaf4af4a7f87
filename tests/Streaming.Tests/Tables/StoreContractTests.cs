using Streaming.Tables;
using Streaming.Testing;

namespace Streaming.Tests.Tables;

public sealed class LocalStoreContractTests : ObjectStoreContract
{
    private readonly TemporaryFolder _folder = new();

    protected override ValueTask<IObjectStore> OpenAsync() => new(new LocalStore(_folder.Path));

    protected override ValueTask CloseAsync()
    {
        _folder.Dispose();
        return default;
    }
}

public sealed class MemoryStoreContractTests : ObjectStoreContract
{
    protected override ValueTask<IObjectStore> OpenAsync() => new(new MemoryStore());
}
