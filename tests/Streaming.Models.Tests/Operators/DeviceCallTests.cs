using Streaming.Models.Operators;
using Streaming.Operators;

namespace Streaming.Models.Tests.Operators;

/// <summary>A device without memory is told from one that is broken.</summary>
public sealed class DeviceCallTests
{
    [Theory]
    [InlineData("Failed to allocate memory for requested buffer of size 68719476736")]
    [InlineData("/onnxruntime_src/onnxruntime/core/framework/bfc_arena.cc:376 Available memory of 1024 is smaller than requested bytes of 4096")]
    [InlineData("CUDA failure 2: out of memory ; GPU=0")]
    [InlineData("CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED")]
    [InlineData("std::bad_alloc")]
    public void What_runtimes_say_of_full_memory_is_known(string message) => Assert.True(DeviceCall.SaysFull(message));

    [Theory]
    [InlineData("CUDA failure 700: an illegal memory access was encountered")]
    [InlineData("Got invalid dimensions for input: input_ids")]
    [InlineData("indices element out of data bounds, idx=9999 must be within the inclusive range [-905,904]")]
    public void What_they_say_of_other_faults_is_not_taken_for_it(string message) => Assert.False(DeviceCall.SaysFull(message));

    [Fact]
    public void An_array_beyond_all_limits_is_memory_that_is_not_there()
    {
        var values = int.MaxValue;
        Assert.Throws<DeviceFullException>(() => DeviceCall.Run(() => new float[checked(values * 4)]));
    }

    [Fact]
    public void Other_faults_stay_what_they_are() => Assert.Throws<InvalidDataException>(() => DeviceCall.Run<int>(() => throw new InvalidDataException("no")));
}
