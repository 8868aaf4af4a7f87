using Streaming.S3Server;
using Streaming.Tables;

namespace Streaming.S3.Tests;

public sealed class S3StoreContractTests : ObjectStoreContract
{
    private ObjectServer? _server;

    protected override async ValueTask<IObjectStore> OpenAsync()
    {
        _server = await ObjectServer.StartAsync();
        _server.PageSize = 7;
        return _server.Store();
    }

    protected override async ValueTask CloseAsync()
    {
        // Whatever a test did, no upload may be left in the bucket.
        Assert.Empty(_server!.Buckets["bucket"].Uploads);
        await _server.DisposeAsync();
    }
}

/// <summary>The same against a server that others wrote (moto, where Python has it), so that our own server's reading of the protocol is not the only one.</summary>
public sealed class MotoStoreContractTests(MotoServer moto) : ObjectStoreContract, IClassFixture<MotoServer>
{
    protected override ValueTask<IObjectStore> OpenAsync() => moto.OpenAsync();
}
