using System.Net;
using System.Net.Sockets;
using Streaming.Fetching;

namespace Streaming.Tests.Fetching;

public sealed class PublicAddressTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.8.8")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("192.0.0.170")]
    [InlineData("192.0.2.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.51.100.7")]
    [InlineData("203.0.113.7")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%3")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001:0:7f00:1::")]
    [InlineData("2001:db8::1")]
    public void What_lies_inside_is_not_public(string address) => Assert.False(PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("192.0.1.1")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001::1")]
    public void What_lies_outside_is(string address) => Assert.True(PublicAddress.Is(IPAddress.Parse(address)));

    [Fact]
    public async Task A_name_that_resolves_to_an_address_inside_is_refused()
    {
        var connection = new GuardedConnection((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("169.254.169.254"), IPAddress.Parse("::ffff:10.0.0.1")]), PublicAddress.Is);
        var refused = await Assert.ThrowsAsync<FetchFailure>(() => connection.AddressesAsync("images.example.org", default));
        Assert.Equal(FetchFailureKind.Refused, refused.Kind);
        Assert.Contains("169.254.169.254", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_addresses_those_outside_are_connected_to()
    {
        var connection = new GuardedConnection((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("10.0.0.1"), IPAddress.Parse("8.8.8.8")]), PublicAddress.Is);
        Assert.Equal([IPAddress.Parse("8.8.8.8")], await connection.AddressesAsync("images.example.org", default));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("2130706433")]
    public async Task An_address_in_the_place_of_a_name_is_checked_too(string host)
    {
        var connection = new GuardedConnection((_, _) => throw new InvalidOperationException("nothing is to be resolved"), PublicAddress.Is);
        await Assert.ThrowsAsync<FetchFailure>(() => connection.AddressesAsync(host, default));
    }

    [Theory]
    [InlineData(SocketError.HostNotFound, false)]
    [InlineData(SocketError.TryAgain, true)]
    public async Task An_unknown_host_is_not_asked_again(SocketError error, bool again)
    {
        var connection = new GuardedConnection((_, _) => throw new SocketException((int)error), PublicAddress.Is);
        var failure = await Assert.ThrowsAsync<FetchFailure>(() => connection.AddressesAsync("nowhere.example.org", default));
        Assert.Equal(again ? FetchFailureKind.Broken : FetchFailureKind.Refused, failure.Kind);
    }
}
