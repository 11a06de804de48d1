namespace Isopleth.Formats;

/// <summary>The two short vocabularies of the CF conventions, as cfconventions.org publishes them.</summary>
internal static class Vocabularies
{
    /// <summary>Standardised region names, version 5.</summary>
    public static readonly HashSet<string> Regions = Of("""
        africa antarctica arabian_sea aral_sea arctic_ocean asia atlantic_arctic_ocean atlantic_ocean australia baltic_sea barents_opening barents_sea beaufort_sea bellingshausen_sea bering_sea
        bering_strait black_sea canadian_archipelago caribbean_sea caspian_sea central_america chukchi_sea contiguous_united_states davis_strait denmark_strait drake_passage east_china_sea
        english_channel eurasia europe faroe_scotland_channel florida_bahamas_strait fram_strait gibraltar_strait global global_land global_ocean great_lakes greenland gulf_of_alaska gulf_of_mexico
        hudson_bay iceland_faroe_channel indian_ocean indian_pacific_ocean indonesian_throughflow indo_pacific_ocean irish_sea lake_baykal lake_chad lake_malawi lake_tanganyika lake_victoria
        mediterranean_sea mozambique_channel north_america north_sea northern_hemisphere norwegian_sea pacific_equatorial_undercurrent pacific_ocean persian_gulf red_sea ross_sea sea_of_japan
        sea_of_okhotsk south_america south_china_sea southern_hemisphere southern_ocean taiwan_luzon_straits weddell_sea windward_passage yellow_sea
        """);

    /// <summary>Area types, version 13 (20 March 2025).</summary>
    public static readonly HashSet<string> AreaTypes = Of("""
        air all_area_types bare_ground broadleaf_deciduous_trees broadleaf_evergreen_trees burnt_vegetation c3_plant_functional_types c4_plant_functional_types clear_sky cloud convective_cloud crops
        crops_of_c3_plant_functional_types crops_of_c4_plant_functional_types dust_aerosol fire floating_ice floating_ice_shelf fresh_free_water grounded_ice_sheet herbaceous_vegetation ice_free_land
        ice_free_sea ice_on_land ice_and_snow_on_land ice_sheet lake_and_inland_sea lake_ice_or_sea_ice land land_ice melt_pond_free_sea_ice natural_grasses
        natural_grasses_of_c3_plant_functional_types natural_grasses_of_c4_plant_functional_types needleleaf_deciduous_trees needleleaf_evergreen_trees pastures
        pastures_of_c3_plant_functional_types pastures_of_c4_plant_functional_types permafrost primary_and_secondary_land primary_deciduous_trees primary_evergreen_trees rain river sea sea_ice
        sea_ice_ridges sea_ice_melt_pond secondary_deciduous_trees secondary_evergreen_trees shrubs smoke snow snow_free_land stratiform_cloud trees unfrozen_soil urban vegetation volcanic_ash_cloud
        wetland
        """);

    private static HashSet<string> Of(string names) => [.. names.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)];
}
