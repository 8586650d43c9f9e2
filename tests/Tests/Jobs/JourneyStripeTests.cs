using KioskSuite.CentralSystem;
using KioskSuite.Devices;
using KioskSuite.Issuance.Products;
using KioskSuite.Jobs;
using KioskSuite.Messages.Entries;
using KioskSuite.Tests.Issuance.Products;
using Place = KioskSuite.Devices.Place;

namespace KioskSuite.Tests.Jobs;

/// <summary>N14: the stripe is the product's matter, from central's profile to the head.</summary>
public sealed class JourneyStripeTests
{
    [Fact]
    public async Task A_product_without_a_stripe_is_issued_and_nobody_misses_one()
    {
        using var bench = Bench(ProfileStripe.None);
        var end = await bench.RunAsync();

        end.Triple.ShouldBe("card-taken stopped active");
        var card = bench.Printer.Cards.ShouldHaveSingleItem();
        (card.Striped, card.Printed, card.Place).ShouldBe((false, true, Place.Taken));
        end.Log.Where(e => e.Kind == EntryKinds.ActIntended).Select(e => ActIntended.Parser.ParseFrom(e.Payload).Act)
            .ShouldNotContain(Act.WriteStripe);
        bench.Central.Network.Authorise(new Authorisation("stripe", Track2: "")).ShouldBeFalse();
        JourneyEnd.Invariants(bench);
    }

    [Theory]
    [InlineData(ProfileStripe.HiCo, Coercivity.High)]
    [InlineData(ProfileStripe.LoCo, Coercivity.Low)]
    public async Task The_products_coercivity_and_all_three_tracks_reach_the_head(
        ProfileStripe stripe, Coercivity coercivity)
    {
        using var bench = Bench(stripe);
        await bench.RunAsync();

        var tracks = bench.Printer.Cards.ShouldHaveSingleItem().Tracks.ShouldNotBeNull();
        tracks.Coercivity.ShouldBe(coercivity);
        tracks.Track1.ShouldStartWith("B621700");
        tracks.Track2.ShouldStartWith("621700");
        tracks.Track3.ShouldStartWith("99621700");
    }

    private static JourneyBench Bench(ProfileStripe stripe) =>
        new(product: ProfileSample.Profile() with { Stripe = stripe });
}
